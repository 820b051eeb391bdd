using SparseDiff.Kernels;
using SparseDiff.Lanes;

namespace SparseDiff.Tests.Kernels;

internal static partial class KernelTable
{
    private const float NaN = float.NaN;
    private const float Infinity = float.PositiveInfinity;

    private static IEnumerable<KernelCase> Selection()
    {
        foreach (int k in (int[])[1, 3, 12, 13])
            yield return new("SelectRows", $"{k} of 13", r => Select(r, s => r.Kernels.SelectRows(default(Identity), [r.Random(5, 13)], [5, 13], k, s)));
        yield return new("SelectRows", "more columns than threads", r => Select(r, s => r.Kernels.SelectRows(default(Identity), [r.Random(2, 300)], [2, 300], 17, s)));
        yield return new("SelectRows", "one column", r => Select(r, s => r.Kernels.SelectRows(default(Identity), [r.Random(4, 1)], [4, 1], 1, s)));
        yield return new("SelectRows", "ties, zeros", r => Select(r, s => r.Kernels.SelectRows(default(Identity), [r.Of([1, -1, 1, 0, 0, 0, 0, 2, 2], 3, 3)], [3, 3], 2, s)));
        yield return new("SelectRows", "not-a-number and infinity", r => Select(r, s => r.Kernels.SelectRows(default(Identity), [r.Of([1, NaN, -Infinity, 5, Infinity, NaN, 1, 2], 2, 4)], [2, 4], 2, s)));
        yield return new("SelectRows", "produced on the way, own kernel", r => Select(r, s => r.Kernels.SelectRows(new ScaledReluPull(0.5f), [r.Random(4, 9), r.Random(9)], [4, 9], 2, s)));
        yield return new("SelectRows", "produced on the way, everything kept", r => Select(r, s => r.Kernels.SelectRows(default(Binary<Multiply>), [r.Random(4, 9), r.Random(9)], [4, 9], 9, s)));
        yield return new("SelectRows", "three dimensions", r => Select(r, s => r.Kernels.SelectRows(default(Identity), [r.Random(2, 3, 4)], [2, 3, 4], 2, s)));

        foreach (int k in (int[])[1, 20, 64, 65])
            yield return new("SelectTensor", $"{k} of 65", r => Select(r, s => r.Kernels.SelectTensor(default(Identity), [r.Random(5, 13)], [5, 13], k, s)));
        yield return new("SelectTensor", "ties across rows", r => Select(r, s => r.Kernels.SelectTensor(default(Identity), [r.Of([1, 2, -1, 1, 3, -1, 1, 1, 1], 3, 3)], [3, 3], 5, s)));
        yield return new("SelectTensor", "not-a-number and infinity", r => Select(r, s => r.Kernels.SelectTensor(default(Identity), [r.Of([1, NaN, -Infinity, 5, Infinity, NaN], 3, 2)], [3, 2], 3, s)));
        yield return new("SelectTensor", "produced on the way", r => Select(r, s => r.Kernels.SelectTensor(default(Binary<Multiply>), [r.Random(3, 50), r.Random(3, 1)], [3, 50], 11, s)));

        foreach (int k in (int[])[1, 7, 30, 59, 60])
        {
            // Not 0: the running sum ends at k, and whether it reaches it is a matter of rounding.
            foreach (float uniform in (float[])[0.01f, 0.3f, 0.96f])
                yield return new("SampleTensor", $"{k} of 60, u = {uniform}", r => Select(r, s => r.Kernels.SampleTensor(default(Identity), [r.Random(4, 15)], [4, 15], k, uniform, s)));
        }

        foreach (int k in (int[])[1, 6, 14, 15])
            yield return new("SampleRows", $"{k} of 15", r => Select(r, s => r.Kernels.SampleRows(default(Identity), [r.Random(4, 15)], [4, 15], k, 77UL, s)));
        yield return new("SampleRows", "zeros, not-a-number and infinity", r => Select(r, s => r.Kernels.SampleRows(default(Identity), [r.Of([0, 0, 0, 0, 1, NaN, 2, 3, 0, -1, 0, 0, Infinity, -Infinity, 1, 1], 4, 4)], [4, 4], 2, 5UL, s)));
        yield return new("SampleRows", "more columns than threads", r => Select(r, s => r.Kernels.SampleRows(new ScaledReluPull(2f), [r.Random(3, 300), r.Random(300)], [3, 300], 25, 9UL, s)));
        foreach (double share in (double[])[0, 0.2, 0.7, 0.99, 1])
            yield return new("SelectRowsByEnergy", $"{share} of the energy", r => Select(r, s => r.Kernels.SelectRowsByEnergy(r.Random(4, 15), share, s)));
        yield return new("SelectRowsByEnergy", "ties, zeros", r => Select(r, s => r.Kernels.SelectRowsByEnergy(r.Of([1, -1, 1, 1, 0, 0, 0, 0, 0, 2, 2, 1e-20f], 3, 4), 0.5, s)));
        foreach (double share in (double[])[0, 0.5])
            yield return new("SelectRowsByEnergy", $"not-a-number and infinity, {share}", r => Select(r, s => r.Kernels.SelectRowsByEnergy(r.Of([1, NaN, -Infinity, 5, Infinity, NaN, NaN, NaN, 0, 0, NaN, 0], 3, 4), share, s)));
        yield return new("SelectRowsByEnergy", "more columns than threads", r => Select(r, s => r.Kernels.SelectRowsByEnergy(r.Random(3, 300), 0.6, s)));
        foreach (double variance in (double[])[0, 0.1, 3])
            yield return new("SampleRowsByVariance", $"{variance}", r => Select(r, s => r.Kernels.SampleRowsByVariance(r.Random(4, 15), variance, 77UL, s)));
        yield return new("SampleRowsByVariance", "zeros, not-a-number and infinity", r => Select(r, s => r.Kernels.SampleRowsByVariance(r.Of([0, 0, 0, 0, 1, NaN, 2, 3, 0, -1, 0, 0, Infinity, -Infinity, 1, 1], 4, 4), 0.4, 5UL, s)));
        yield return new("SampleRowsByVariance", "more columns than threads", r => Select(r, s => r.Kernels.SampleRowsByVariance(r.Random(3, 300), 1, 9UL, s)));
        foreach (int[] examples in (int[][])[[], [2], [0, 3], [0, 1, 2, 3]])
        {
            AxisPattern Kept(Rig r)
            {
                var kept = new AxisPattern(r.Device);
                kept.Set(4, examples);
                return kept;
            }

            if (examples.Length > 0)
                yield return new("SampleRows", $"{examples.Length} of 4 examples", r => Select(r, s => r.Kernels.SampleRows(default(Identity), [r.Random(examples.Length, 2, 9)], [examples.Length, 2, 9], 3, new RowStream(5, Kept(r), 2), s)));
            yield return new("SpreadExamples", $"{examples.Length} of 4, compressed", r => Select(r, s => r.Kernels.SpreadExamples(r.Sparse(0.5, examples.Length, 2, 5), Kept(r), [4, 2, 5], s)));
            yield return new("SpreadExamples", $"{examples.Length} of 4, masked", r => Select(r, s => r.Kernels.SpreadExamples(r.Masked(0.5, examples.Length, 2, 5), Kept(r), [4, 2, 5], s)));
        }

        yield return new("SampleTensor", "mostly zeros", r => Select(r, s => r.Kernels.SampleTensor(default(Identity), [r.Of([0, 3, 0, 0, 0, -1, 0, 0], 2, 4)], [2, 4], 4, 0.5f, s)));
        yield return new("SampleTensor", "not-a-number and infinity", r => Select(r, s => r.Kernels.SampleTensor(default(Identity), [r.Of([1, NaN, -Infinity, 5, Infinity, 2], 2, 3)], [2, 3], 2, 0.5f, s)));
        yield return new("SampleTensor", "some infinite", r => Select(r, s => r.Kernels.SampleTensor(default(Identity), [r.Of([1, -Infinity, 0.5f, 5, 3, 2], 2, 3)], [2, 3], 3, 0.5f, s)));
        yield return new("SampleTensor", "more columns than threads", r => Select(r, s => r.Kernels.SampleTensor(new ScaledReluPull(2f), [r.Random(2, 150), r.Random(150)], [2, 150], 25, 0.7f, s)));
    }

    private static IEnumerable<KernelCase> Sparse()
    {
        yield return new("TransposedTimesDense", "into what is there", r => Accumulated(r, [5, 9], into => r.Kernels.TransposedTimesDense(r.Random(7, 5), r.Random(7, 9), into)));
        foreach (bool masked in (bool[])[false, true])
        {
            string layout = masked ? "masked" : "compressed";
            SparseRows Make(Rig r, double density, params int[] shape) => masked ? r.Masked(density, shape) : r.Sparse(density, shape);
            yield return new("Densify", layout, r => Do(r, r.Room(7, 5), y => r.Kernels.Densify(Make(r, 0.4, 7, 5), y)));
            yield return new("Densify", layout + ", nothing kept", r => Do(r, r.Room(3, 5), y => r.Kernels.Densify(Make(r, 0, 3, 5), y)));
            yield return new("AddTo", layout, r => Do(r, r.Random(7, 5), y => r.Kernels.AddTo(Make(r, 0.4, 7, 5), y)));
            yield return new("SparseTimesDense", layout, r => Do(r, r.Room(7, 37), y => r.Kernels.SparseTimesDense(Make(r, 0.4, 7, 5), r.Random(5, 37), y)));
            yield return new("SparseTimesDense", layout + ", nothing kept", r => Do(r, r.Room(3, 4), y => r.Kernels.SparseTimesDense(Make(r, 0, 3, 5), r.Random(5, 4), y)));
            yield return new("SparseTransposedTimesDense", layout, r => Accumulated(r, [5, 9], into => r.Kernels.SparseTransposedTimesDense(Make(r, 0.4, 7, 5), r.Random(7, 9), into)));
            yield return new("SparseTransposedTimesDense", layout + ", more rows than threads", r => Accumulated(r, [3, 2], into => r.Kernels.SparseTransposedTimesDense(Make(r, 0.3, 150, 3), r.Random(150, 2), into)));
            yield return new("SparseTransposedTimesDense", layout + ", nothing kept", r => Accumulated(r, [5, 2], into => r.Kernels.SparseTransposedTimesDense(Make(r, 0, 3, 5), r.Random(3, 2), into)));
            yield return new("SparseColumnSums", layout, r => Accumulated(r, [5], into => r.Kernels.SparseColumnSums(Make(r, 0.4, 7, 5), into)));
            yield return new("SparseColumnSums", layout + ", three dimensions", r => Accumulated(r, [5], into => r.Kernels.SparseColumnSums(Make(r, 0.4, 2, 3, 5), into)));
            yield return new("SparseElementwise", layout, r => Select(r, s => r.Kernels.SparseElementwise(new ScaledReluPull(3f), Make(r, 0.4, 7, 5), [r.Random(7, 5)], [s])));
            yield return new("SparseElementwise", layout + ", broadcast inputs, two outputs", r =>
            {
                SparseRows dA = r.EmptySparse();
                SparseRows dB = r.EmptySparse();
                r.Kernels.SparseElementwise(default(ProductPulls), Make(r, 0.4, 7, 5), [r.Random(5), r.Random(7, 1)], [dA, dB]);
                r.Hand(dA);
                r.Hand(dB);
            });
            yield return new("AddSparse", layout + ", different selections", r => Select(r, s => r.Kernels.AddSparse(Make(r, 0.3, 7, 5), Make(r, 0.3, 7, 5), s)));
        }

        yield return new("AddSparse", "one selection", r =>
        {
            SparseRows a = r.Sparse(0.4, 7, 5);
            SparseRows b = r.EmptySparse();
            r.Kernels.SparseElementwise(default(Identity), a, [], [b]);
            Select(r, s => r.Kernels.AddSparse(a, b, s));
        });
        yield return new("AddSparse", "both layouts", r => Select(r, s => r.Kernels.AddSparse(r.Sparse(0.3, 4, 5), r.Masked(0.3, 4, 5), s)));
    }

    private static void Select(Rig rig, Action<SparseRows> select)
    {
        SparseRows selected = rig.EmptySparse();
        select(selected);
        rig.Hand(selected);
    }

    /// <summary>Adds to a fresh gradient, then to what is there, then to one that was cleared.</summary>
    private static void Accumulated(Rig rig, int[] shape, Action<RowGradient> add)
    {
        var gradient = new RowGradient(Tensor.Zeros(rig.Device, shape));
        add(gradient);
        rig.Hand(gradient);
        add(gradient);
        rig.Hand(gradient);
        gradient.Clear();
        add(gradient);
        rig.Hand(gradient);
    }
}
