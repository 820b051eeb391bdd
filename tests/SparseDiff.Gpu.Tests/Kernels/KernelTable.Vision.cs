using SparseDiff.Kernels;

namespace SparseDiff.Tests.Kernels;

internal static partial class KernelTable
{
    private static (string What, ConvolutionShape Shape)[] Convolutions =>
    [
        ("padded", new(2, 3, 5, 4, 4, 3, 3, 1, 1, 1, 1)),
        ("stride 2, window 2 × 3", new(2, 2, 6, 5, 3, 2, 3, 2, 1, 1, 1)),
        ("dilation and groups", new(1, 4, 5, 6, 6, 3, 1, 1, 0, 2, 2)),
    ];

    private static (string What, PoolingShape Shape)[] Pools =>
    [
        ("side by side", new(3, 5, 6, 2, 2, 0)),
        ("overlapping, padded", new(4, 7, 7, 3, 2, 1)),
        ("apart", new(2, 7, 6, 2, 3, 0)),
    ];

    private static IEnumerable<KernelCase> Vision()
    {
        foreach ((string what, ConvolutionShape s) in Convolutions)
        {
            int[] x = [s.Examples, s.Channels, s.Height, s.Width];
            int[] w = [s.Outputs, s.ChannelsPerGroup, s.KernelHeight, s.KernelWidth];
            int[] y = [s.Examples, s.Outputs, s.OutputHeight, s.OutputWidth];
            yield return new("Convolve", what, r => Do(r, r.Room(y), into => r.Kernels.Convolve(r.Random(x), r.Random(w), null, s, into)));
            yield return new("Convolve", what + ", bias", r => Do(r, r.Room(y), into => r.Kernels.Convolve(r.Random(x), r.Random(w), r.Random(s.Outputs), s, into)));
            yield return new("ConvolveVjpX", what, r => Do(r, r.Room(x), into => r.Kernels.ConvolveVjpX(r.Random(y), r.Random(w), s, into)));
            yield return new("ConvolveVjpW", what, r => Do(r, r.Room(w), into => r.Kernels.ConvolveVjpW(r.Random(x), r.Random(y), s, into, false)));
            yield return new("ConvolveVjpW", what + ", accumulated", r => Do(r, r.Random(w), into => r.Kernels.ConvolveVjpW(r.Random(x), r.Random(y), s, into, true)));
            foreach (double density in (double[])[0, 0.2])
            {
                string few = $"{what}, density {density}";
                yield return new("SparseConvolveVjpX", few, r => Do(r, r.Room(x), into => r.Kernels.SparseConvolveVjpX(r.Sparse(density, y), r.Random(w), s, into)));
                yield return new("SparseConvolveVjpW", few, r => Twice(r, r.Sparse(density, y), w, (dY, into) => r.Kernels.SparseConvolveVjpW(r.Random(x), dY, s, into)));
                yield return new("SparseChannelSums", few, r => Twice(r, r.Sparse(density, y), [s.Outputs], r.Kernels.SparseChannelSums));
            }

            yield return new("SparseConvolveVjpX", what + ", masked", r => Do(r, r.Room(x), into => r.Kernels.SparseConvolveVjpX(r.Masked(0.5, y), r.Random(w), s, into)));
            yield return new("SparseConvolveVjpW", what + ", masked", r => Twice(r, r.Masked(0.9, y), w, (dY, into) => r.Kernels.SparseConvolveVjpW(r.Random(x), dY, s, into)));
            yield return new("SparseChannelSums", what + ", masked", r => Twice(r, r.Masked(0.9, y), [s.Outputs], r.Kernels.SparseChannelSums));
        }

        foreach (int[] shape in (int[][])[[2, 2, 15], [12, 5], [4, 3, 1, 5], [60], [60, 1]])
        {
            string what = "to " + Shapes.Text(shape);
            yield return new("SparseReshape", what, r => Select(r, s => r.Kernels.SparseReshape(r.Sparse(0.3, 4, 15), shape, s)));
            yield return new("SparseReshape", what + ", masked", r => Select(r, s => r.Kernels.SparseReshape(r.Masked(0.9, 4, 15), shape, s)));
            yield return new("SparseReshape", what + ", empty", r => Select(r, s => r.Kernels.SparseReshape(r.Sparse(0, 4, 15), shape, s)));
        }

        foreach ((string what, PoolingShape s) in Pools)
        {
            int[] x = [s.Planes, s.Height, s.Width];
            int[] y = [s.Planes, s.OutputHeight, s.OutputWidth];
            yield return new("MaxPool", what, r => Do(r, r.Room(y), into => r.Kernels.MaxPool(r.Random(x), s, into)));
            yield return new("MaxPoolVjp", what, r => Do(r, r.Room(x), into => r.Kernels.MaxPoolVjp(r.Random(x), r.Random(y), s, into)));
            yield return new("AveragePool", what, r => Do(r, r.Room(y), into => r.Kernels.AveragePool(r.Random(x), s, into)));
            yield return new("AveragePoolVjp", what, r => Do(r, r.Room(x), into => r.Kernels.AveragePoolVjp(r.Random(y), s, into)));
        }
    }

    /// <summary>Adds the same to a parameter's gradient twice, after it had another.</summary>
    private static void Twice(Rig rig, SparseRows dY, int[] shape, Action<SparseRows, RowGradient> add)
    {
        RowGradient gradient = rig.Gradient([0], shape);
        gradient.Clear();
        add(dY, gradient);
        add(dY, gradient);
        rig.Hand(gradient);
    }
}
