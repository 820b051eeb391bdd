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

        var buckets = new MagnitudeBucket[MagnitudeBucket.Buckets + 1];
        var expectedBuckets = new MagnitudeBucket[MagnitudeBucket.Buckets + 1];
        Twin.Cpu.Histogram(x, buckets);
        Twin.Reference.Histogram(x.OnReference(), expectedBuckets);
        for (int i = 0; i < buckets.Length; i++)
        {
            Assert.Equal(expectedBuckets[i].Count, buckets[i].Count);
            Assert.Equal(expectedBuckets[i].SumOfSquares, buckets[i].SumOfSquares, 1e-9 * x.Length);
        }

        foreach (float threshold in new[] { 0, 0.1f, 1, 1.5f, 4, float.MaxValue, float.PositiveInfinity })
        {
            Assert.Equal(Twin.Reference.CountAbove(x.OnReference(), threshold), Twin.Cpu.CountAbove(x, threshold));
            SparseRows actual = Twin.Sparse(Device.Cpu), there = Twin.Sparse(Device.Reference);
            Twin.Cpu.SelectAbove(x, threshold, actual);
            Twin.Reference.SelectAbove(x.OnReference(), threshold, there);
            Twin.Equal(Twin.Dense(there), Twin.Dense(actual));
        }
    }
}
