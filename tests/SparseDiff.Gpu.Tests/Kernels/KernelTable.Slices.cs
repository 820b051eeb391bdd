using SparseDiff.Kernels;
using SparseDiff.Lanes;

namespace SparseDiff.Tests.Kernels;

internal static partial class KernelTable
{
    private static IEnumerable<KernelCase> Slices()
    {
        yield return new("Gather", "columns", r => Do(r, r.Room(5, 3), y => r.Kernels.Gather(r.Random(5, 7), 1, Kept(r, 7, 1, 4, 6), y)));
        yield return new("Gather", "a middle axis", r => Do(r, r.Room(2, 2, 5), y => r.Kernels.Gather(r.Random(2, 7, 5), 1, Kept(r, 7, 0, 3), y)));
        yield return new("Gather", "examples", r => Do(r, r.Room(2, 300), y => r.Kernels.Gather(r.Random(4, 300), 0, Kept(r, 4, 1, 3), y)));
        yield return new("Gather", "nothing kept", r => Do(r, r.Room(3, 0), y => r.Kernels.Gather(r.Random(3, 5), 1, Kept(r, 5), y)));
        yield return new("Scatter", "columns", r => Do(r, r.Random(5, 7), y => r.Kernels.Scatter(r.Random(5, 3), 1, Kept(r, 7, 1, 4, 6), y)));
        yield return new("Scatter", "examples", r => Do(r, r.Random(4, 3), y => r.Kernels.Scatter(r.Random(2, 3), 0, Kept(r, 4, 1, 3), y)));
        foreach (SliceNorm norm in (SliceNorm[])[SliceNorm.L1, SliceNorm.L2])
        {
            yield return new("Norms", $"{norm} of columns", r => Do(r, r.Room(70), y => r.Kernels.Norms(r.Random(9, 70), 1, norm, y)));
            yield return new("Norms", $"{norm} of examples", r => Do(r, r.Room(3), y => r.Kernels.Norms(r.Random(3, 4, 5), 0, norm, y)));
            yield return new("Norms", $"{norm} of huge numbers", r => Do(r, r.Room(3), y => r.Kernels.Norms(r.Of([1e38f, 2, float.NaN, 1e38f, -1, 1], 2, 3), 1, norm, y)));
            yield return new("Norms", $"{norm} of tiny numbers", r => Do(r, r.Room(2), y =>
            {
                r.Kernels.Norms(r.Of([1e-30f, 3e-25f, -1e-30f, 4e-25f], 2, 2), 1, norm, y);
                r.Kernels.Elementwise(new WithConstant<Multiply>(1e30f), [y], [y]);
            }));
            yield return new("Norms", $"{norm} of nothing", r => Do(r, r.Room(3), y => r.Kernels.Norms(r.Random(0, 3), 1, norm, y)));
        }

        foreach (int k in (int[])[1, 4, 9])
            yield return new("LargestOf", $"{k} of 9", r => Largest(r, r.Of([1, 3, 0, 3, NaN, 2, Infinity, 3, 0.5f], 9), k));
        yield return new("LargestOf", "more than threads", r => Largest(r, r.Of([.. Enumerable.Range(0, 700).Select(static i => (float)(i * 37 % 101))], 700), 60));
        yield return new("AddRows", "of a matrix", r => Accumulated(r, [6, 5], into => r.Kernels.AddRows(r.Random(2, 5), Kept(r, 6, 2, 5), into)));
        yield return new("AddRows", "of a bias", r => Accumulated(r, [6], into => r.Kernels.AddRows(r.Random(3), Kept(r, 6, 0, 2, 5), into)));
        foreach (bool all in (bool[])[false, true])
        {
            int[] rows = all ? [0, 1, 2, 3, 4] : [1, 4];
            yield return new("MatMulRows", all ? "all rows" : "some rows", r => Do(r, r.Room(7, 9), y => r.Kernels.MatMulRows(r.Random(7, rows.Length), false, r.Random(5, 9), Kept(r, 5, rows), y, false)));
            yield return new("MatMulRows", all ? "transposed, accumulated, all rows" : "transposed, accumulated", r => Do(r, r.Random(7, 9), y => r.Kernels.MatMulRows(r.Random(rows.Length, 7), true, r.Random(5, 9), Kept(r, 5, rows), y, true)));
            yield return new("MatMulIntoRows", all ? "all rows" : "some rows", r => Accumulated(r, [5, 9], into => r.Kernels.MatMulIntoRows(r.Random(7, rows.Length), r.Random(7, 9), Kept(r, 5, rows), into)));
        }
    }

    private static IEnumerable<KernelCase> Thresholds()
    {
        float[] some = [1, NaN, -Infinity, 5, Infinity, 0, -0.5f, 2, 3e38f, -1e-40f, 0, 7];
        foreach (float threshold in (float[])[0, 1, 2.5f, 4e37f, float.MaxValue, Infinity])
        {
            yield return new("SelectAbove", $"{threshold}", r => Select(r, s => r.Kernels.SelectAbove(r.Of(some, 3, 4), threshold, s)));
            yield return new("CountAbove", $"{threshold}", r => r.Hand(Tensor.Scalar(r.Kernels.CountAbove(r.Of(some, 3, 4), threshold))));
        }

        foreach (int k in new[] { 1, 2, 5, 11, 12, 24 })
            yield return new("MagnitudeCut", $"{k}", r => r.Hand(Reached(r, r.Of(some, 3, 4), k)));
        yield return new("SelectAbove", "many", r => Select(r, s => r.Kernels.SelectAbove(r.Random(3, 300), 1, s)));
        yield return new("SelectAbove", "nothing", r => Select(r, s => r.Kernels.SelectAbove(r.Random(3, 3), 100, s)));
        yield return new("Moments", "some not finite", r =>
        {
            GradientMoments moments = r.Kernels.Moments(r.Of([.. some[..8], 1, 1], 10));
            r.Hand(Tensor.From([moments.NonZero, (float)moments.Sum, (float)moments.SumOfSquares], [3]));
        });
        foreach (double share in (double[])[0, 0.3, 0.9, 1])
        {
            yield return new("CountOfEnergy", $"{share}", r => r.Hand(Tensor.Scalar(r.Kernels.CountOfEnergy([r.Of(some, 3, 4), r.Random(2, 5)], share))));
            yield return new("SelectTensorByEnergy", $"{share}", r => Select(r, s => r.Kernels.SelectTensorByEnergy(r.Of(some, 3, 4), share, s)));
            yield return new("SelectTensorByEnergy", $"ties, {share}", r => Select(r, s => r.Kernels.SelectTensorByEnergy(r.Of([1, -1, 1, 1, 0, 0, 0, 0, 2, 2, -2, 1e-20f], 3, 4), share, s)));
        }

        foreach (double variance in (double[])[0, 0.1, 2])
            yield return new("SampleTensorByVariance", $"{variance}", r => Select(r, s => r.Kernels.SampleTensorByVariance(r.Random(4, 15), variance, 0.3f, s)));
        yield return new("SampleTensorByVariance", "zeros, not-a-number and infinity", r => Select(r, s => r.Kernels.SampleTensorByVariance(r.Of([0, 0, 1, NaN, 2, 3, 0, -1, Infinity, -Infinity, 1, 1], 3, 4), 0.4, 0.6f, s)));
        yield return new("SampleTensorByVariance", "nothing", r => Select(r, s => r.Kernels.SampleTensorByVariance(r.Random(0, 4), 0.4, 0.6f, s)));
    }

    private static AxisPattern Kept(Rig r, int extent, params int[] slices)
    {
        AxisPattern pattern = new(r.Device);
        pattern.Set(extent, slices);
        return pattern;
    }

    private static void Largest(Rig r, Tensor scores, int k)
    {
        AxisPattern pattern = new(r.Device);
        r.Kernels.LargestOf(scores, k, pattern);
        r.Hand(Tensor.From(Array.ConvertAll(pattern.ToArray(), static i => (float)i), [k]));
    }

    /// <summary>How many entries of a tensor and its double are at or above the cut and, where there are ties, how many of these pass.</summary>
    private static Tensor Reached(Rig r, Tensor x, int k)
    {
        float cut = r.Kernels.MagnitudeCut([x, x], k, out long ties);
        long reach = float.IsPositiveInfinity(cut) ? r.Kernels.CountAbove(x, float.MaxValue) : cut == 0 ? x.Length : r.Kernels.CountAbove(x, MathF.BitDecrement(cut));
        return Tensor.From([ties, 2 * reach], [2]);
    }
}
