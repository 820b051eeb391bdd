using SparseDiff.Kernels;

namespace SparseDiff.Tests;

public sealed class SliceTests
{
    /// <summary>Outer, extent, inner, kept slices.</summary>
    public static TheoryData<int, int, int, int> Sizes => new()
    {
        { 1, 1, 1, 1 }, { 0, 5, 1, 2 }, { 3, 1, 2, 1 }, { 17, 33, 1, 5 }, { 17, 33, 1, 33 }, { 1, 33, 17, 5 }, { 2, 33, 3, 32 }, { 64, 200, 1, 20 }, { 1, 5, 20000, 2 },
        { 5, 7, 100, 3 }, { 3, 130, 1, 64 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Slices_are_gathered_scattered_and_measured_as_on_the_reference(int outer, int extent, int inner, int k)
    {
        Tensor x = Twin.Random(1, outer, extent, inner), compact = Twin.Random(2, outer, k, inner);
        AxisPattern kept = Pattern(Device.Cpu, extent, k), keptThere = Pattern(Device.Reference, extent, k);
        Tensor gathered = Tensor.Zeros(outer, k, inner), expected = Tensor.Zeros(Device.Reference, outer, k, inner);
        Twin.Cpu.Gather(x, 1, kept, gathered);
        Twin.Reference.Gather(x.OnReference(), 1, keptThere, expected);
        Assert.Equal(expected.ToArray(), gathered.ToArray());

        Tensor sum = Twin.Random(3, outer, extent, inner), expectedSum = sum.OnReference();
        Twin.Cpu.Scatter(compact, 1, kept, sum);
        Twin.Reference.Scatter(compact.OnReference(), 1, keptThere, expectedSum);
        Twin.Equal(expectedSum, sum);

        foreach (SliceNorm norm in new[] { SliceNorm.L1, SliceNorm.L2 })
        {
            Tensor norms = Tensor.Zeros(extent), expectedNorms = Tensor.Zeros(Device.Reference, extent);
            Twin.Cpu.Norms(x, 1, norm, norms);
            Twin.Reference.Norms(x.OnReference(), 1, norm, expectedNorms);
            Twin.Equal(expectedNorms, norms);
        }
    }

    [Theory]
    [InlineData(1e-30f)]
    [InlineData(1e-20f)]
    [InlineData(1e30f)]
    public void Norms_of_tiny_and_huge_numbers_are_neither_lost_nor_infinite(float scale)
    {
        foreach ((int outer, int extent, int inner, _) in Sizes.Select(static row => ((int)row[0], (int)row[1], (int)row[2], (int)row[3])))
        {
            if (outer * inner == 0)
                continue;
            Tensor x = Twin.Random(1, outer, extent, inner);
            Tensor norms = Tensor.Zeros(extent), expected = Tensor.Zeros(extent);
            Twin.Cpu.Norms(x, 1, SliceNorm.L2, expected);
            foreach (ref float value in x.AsSpan())
                value *= scale;
            Twin.Cpu.Norms(x, 1, SliceNorm.L2, norms);
            Twin.Equal(expected.ToArray(), Array.ConvertAll(norms.ToArray(), norm => norm / scale), 1e-5);
        }

        // What is finite ranks below what is not, however large it is.
        Tensor mixed = Tensor.From([float.MaxValue, float.NaN, float.MaxValue, 1], [2, 2]), two = Tensor.Zeros(2);
        foreach (SliceNorm norm in new[] { SliceNorm.L1, SliceNorm.L2 })
        {
            Twin.Cpu.Norms(mixed, 1, norm, two);
            Assert.Equal(float.MaxValue, two.ToArray()[0]);
            Assert.False(float.IsFinite(two.ToArray()[1]));
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(1000, 50)]
    [InlineData(1000, 800)]
    [InlineData(40, 40)]
    public void The_largest_are_those_of_the_reference_with_ties_and_what_is_not_finite(int length, int k)
    {
        Tensor scores = Twin.Random(4, length);
        foreach (ref float score in scores.AsSpan())
            score = MathF.Round(MathF.Abs(score) * 4) / 4;
        if (length > 5)
        {
            scores.AsSpan()[5] = float.NaN;
            scores.AsSpan()[2] = float.PositiveInfinity;
        }

        AxisPattern actual = new(Device.Cpu), expected = new(Device.Reference);
        Twin.Cpu.LargestOf(scores, k, actual);
        Twin.Reference.LargestOf(scores.OnReference(), k, expected);
        Assert.Equal(expected.ToArray(), actual.ToArray());
    }

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(17, 33, 5, 40)]
    [InlineData(17, 33, 33, 40)]
    [InlineData(64, 200, 26, 300)]
    [InlineData(5, 512, 201, 70)]
    [InlineData(200, 64, 9, 33)]
    public void Products_with_listed_rows_equal_the_reference(int batch, int extent, int k, int width)
    {
        AxisPattern rows = Pattern(Device.Cpu, extent, k), rowsThere = Pattern(Device.Reference, extent, k);
        Tensor a = Twin.Random(1, batch, k), b = Twin.Random(2, extent, width), x = Twin.Random(3, batch, width);
        foreach (bool accumulate in new[] { false, true })
        {
            Tensor into = Twin.Random(4, batch, width), expected = into.OnReference();
            Twin.Cpu.MatMulRows(a, transposeA: false, b, rows, into, accumulate);
            Twin.Reference.MatMulRows(a.OnReference(), transposeA: false, b.OnReference(), rowsThere, expected, accumulate);
            Twin.Equal(expected, into);
        }

        RowGradient gradient = new(b), there = new(b.OnReference());
        AxisPattern first = Pattern(Device.Cpu, extent, Math.Min(k, 2)), firstThere = Pattern(Device.Reference, extent, Math.Min(k, 2));
        Tensor few = Twin.Random(5, Math.Min(k, 2), width);
        for (int step = 0; step < 2; step++)
        {
            // Some rows are there already, so the product adds to them and overwrites the others.
            Twin.Cpu.AddRows(few, first, gradient);
            Twin.Reference.AddRows(few.OnReference(), firstThere, there);
            Twin.Cpu.MatMulIntoRows(a, x, rows, gradient);
            Twin.Reference.MatMulIntoRows(a.OnReference(), x.OnReference(), rowsThere, there);
            Twin.Equal(there.Values, gradient.Values);
            Assert.Equal(there.TouchedRows.ToArray().Order(), gradient.TouchedRows.ToArray().Order());
            gradient.Clear();
            there.Clear();
        }
    }

    private static AxisPattern Pattern(Device device, int extent, int k)
    {
        AxisPattern pattern = new(device);
        pattern.Set(extent, [.. Enumerable.Range(0, extent).OrderBy(i => (i * 7919 + 13) % 1009).Take(k).Order()]);
        return pattern;
    }
}
