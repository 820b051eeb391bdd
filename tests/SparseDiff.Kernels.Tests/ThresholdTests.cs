using SparseDiff.Kernels;

namespace SparseDiff.Tests;

public sealed class ThresholdTests
{
    public static TheoryData<int, int> Sizes => new() { { 1, 1 }, { 0, 3 }, { 17, 33 }, { 3, 100 }, { 1, 40000 }, { 500, 700 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Sums_counts_and_selections_by_threshold_equal_the_reference(int rows, int columns)
    {
        Tensor x = Twin.Random(3, rows, columns);
        Span<float> values = x.AsSpan();
        for (int i = 0; i < values.Length; i += 11)
            values[i] = (i % 4) switch { 0 => float.NaN, 1 => 0, 2 => float.NegativeInfinity, _ => 1 };
        GradientMoments moments = Twin.Cpu.Moments(x), expected = Twin.Reference.Moments(x.OnReference());
        Assert.Equal(expected.NonZero, moments.NonZero);
        Assert.Equal(expected.Sum, moments.Sum, 1e-6 * x.Length);
        Assert.Equal(expected.SumOfSquares, moments.SumOfSquares, 1e-6 * x.Length);

        foreach (float threshold in new[] { 0, 0.1f, 1, 1.5f, 4, float.MaxValue, float.PositiveInfinity })
        {
            Assert.Equal(Twin.Reference.CountAbove(x.OnReference(), threshold), Twin.Cpu.CountAbove(x, threshold));
            SparseRows actual = Twin.Sparse(Device.Cpu), there = Twin.Sparse(Device.Reference);
            Twin.Cpu.SelectAbove(x, threshold, actual);
            Twin.Reference.SelectAbove(x.OnReference(), threshold, there);
            Twin.Equal(Twin.Dense(there), Twin.Dense(actual));
        }
    }

    [Theory]
    [InlineData("normal")]
    [InlineData("few values")]
    [InlineData("mostly zero")]
    [InlineData("not finite")]
    [InlineData("sorted")]
    public void The_k_largest_of_several_tensors_and_no_others_reach_the_cut(string kind)
    {
        Tensor[] tensors = [Filled(kind, 1, 1), Filled(kind, 2, 0), Filled(kind, 3, 40_000), Filled(kind, 4, 17, 33), Filled(kind, 5, 300, 401)];
        foreach (int count in new[] { 1, 3, 5 })
        {
            Tensor[] few = tensors[..count];
            float[] all = [.. few.SelectMany(static tensor => tensor.ToArray()).Select(static value => float.IsFinite(value) ? Math.Abs(value) : float.PositiveInfinity)];
            foreach (int k in new[] { 1, 2, 7, all.Length / 1000, all.Length / 20, all.Length / 3, all.Length - 1, all.Length }.Where(k => k >= 1 && k <= all.Length).Distinct())
            {
                Check(all, k, Twin.Cpu.MagnitudeCut(few, k, out long ties), ties);
                if (k % 7 == 1)
                    Check(all, k, Twin.Reference.MagnitudeCut([.. few.Select(static tensor => tensor.OnReference())], k, out ties), ties);
            }
        }

        static void Check(float[] all, int k, float cut, long ties)
        {
            int reach = all.Count(magnitude => magnitude >= cut), above = all.Count(magnitude => magnitude > cut);
            Assert.Equal(k, ties == 0 ? reach : above + ties);
            Assert.True(ties == 0 || reach > k);
        }
    }

    private static Tensor Filled(string kind, int seed, params int[] shape)
    {
        Tensor x = Twin.Random(seed, shape);
        Span<float> values = x.AsSpan();
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = kind switch
            {
                "few values" => MathF.Round(values[i] * 2),
                "mostly zero" => i % 50 == 0 ? values[i] : 0,
                "not finite" => i % 3 == 0 ? float.NaN : i % 7 == 0 ? float.NegativeInfinity : i % 11 == 0 ? BitConverter.Int32BitsToSingle(int.MaxValue) : values[i],
                "sorted" => i < values.Length / 2 ? i * 1e-9f : i,
                _ => values[i],
            };
        }

        return x;
    }
}
