using SparseDiff.Kernels;

namespace SparseDiff.Tests;

/// <summary>Selections in rows by what each row is worth, and the sample of rows that are part of more.</summary>
public sealed class RowBudgetTests
{
    private static readonly double[] Shares = [0, 0.05, 0.3, 0.5, 0.9, 0.999, 1];

    public static TheoryData<int, int> Sizes => new() { { 0, 5 }, { 1, 1 }, { 3, 1 }, { 17, 33 }, { 5, 1000 }, { 2, 40000 }, { 100, 16 }, { 64, 515 }, { 9, 24 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Rows_keep_the_share_of_their_energy_that_the_reference_keeps(int rows, int columns) => EqualSelections(Twin.Random(1, rows, columns));

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Of_equal_magnitudes_the_lowest_columns_pass(int rows, int columns)
    {
        Tensor x = Twin.Random(2, rows, columns);
        foreach (ref float value in x.AsSpan())
            value = MathF.Round(value * 2) / 2 * 0.1f;
        EqualSelections(x);
        x.AsSpan().Fill(-0.1f);
        EqualSelections(x);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void What_is_not_finite_passes_beside_the_share(int rows, int columns)
    {
        Tensor x = Twin.Random(3, rows, columns);
        Span<float> values = x.AsSpan();
        for (int i = 0; i < values.Length; i += 7)
            values[i] = (i % 3) switch { 0 => float.NaN, 1 => float.PositiveInfinity, _ => float.NegativeInfinity };
        EqualSelections(x);
    }

    [Theory]
    [InlineData(1e-44f)]
    [InlineData(1e-25f)]
    [InlineData(3e38f)]
    public void Magnitudes_of_any_size_are_told_apart(float largest)
    {
        Tensor x = Tensor.Zeros(6, 300);
        Span<float> values = x.AsSpan();
        for (int i = 0; i < 4 * 300; i++)
            values[i] = largest * (i % 5) / (1 + (i / 300));
        values[4 * 300] = largest; // One entry in the row; the last row has none.
        EqualSelections(x);
    }

    [Fact]
    public void Rows_as_different_as_can_be_do_not_disturb_each_other()
    {
        // Few large, then all alike, then over many powers of ten: the guess from the row before is always wrong.
        Tensor x = Twin.Random(4, 60, 700);
        Span<float> values = x.AsSpan();
        for (int i = 0; i < values.Length; i++)
            values[i] = (i / 700 % 3) switch { 0 => values[i] * (i % 97 == 0 ? 1e6f : 1e-6f), 1 => 1 + (values[i] * 1e-4f), _ => values[i] * MathF.Pow(10, (i % 61) - 30) };
        EqualSelections(x);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_sample_by_variance_is_that_of_the_reference(int rows, int columns)
    {
        Tensor x = Twin.Random(5, rows, columns);
        if (x.Length > 40)
            (x.AsSpan()[3], x.AsSpan()[30], x.AsSpan()[31]) = (float.NaN, float.NegativeInfinity, 0);
        foreach (double variance in new[] { 0, 0.01, 0.3, 2, 50 })
            EqualDraws(Sample(Device.Reference, x, variance, 77), Sample(Device.Cpu, x, variance, 77), columns);
        Twin.Equal(new float[x.Length], Sample(Device.Cpu, Tensor.Zeros(rows, columns), 0.3, 77));
    }

    [Fact]
    public void The_threshold_of_a_row_does_not_depend_on_the_rows_before()
    {
        Tensor x = Twin.Random(6, 40, 700);
        for (int i = 0; i < x.Length; i++)
            x.AsSpan()[i] *= MathF.Pow(10, (i / 700 % 7) - 3);
        foreach (double variance in new[] { 0.01, 1.0 })
            Twin.Equal(Sample(Device.Reference, x, variance, 5), Sample(Device.Cpu, x, variance, 5), 1e-5);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    public void The_variance_of_a_sample_is_the_one_asked_for(double variance)
    {
        Tensor x = Twin.Random(7, 3, 400);
        float[] exact = x.ToArray();
        var added = new double[3];
        const int draws = 1500;
        for (int draw = 0; draw < draws; draw++)
        {
            float[] sample = Sample(Device.Cpu, x, variance, (ulong)draw);
            for (int i = 0; i < sample.Length; i++)
                added[i / 400] += ((double)sample[i] - exact[i]) * ((double)sample[i] - exact[i]) / draws;
        }

        for (int row = 0; row < 3; row++)
        {
            double energy = exact[(row * 400)..((row + 1) * 400)].Sum(static value => (double)value * value);
            Assert.InRange(added[row] / energy, variance * 0.9, variance * 1.1);
        }
    }

    [Fact]
    public void Neither_selection_depends_on_the_number_of_threads()
    {
        Tensor x = Twin.Random(8, 70, 300);
        float[][] energy = [.. new[] { 1, 4 }.Select(count => Threads.With(count, () => Select(Device.Cpu, x, 0.6)))];
        Assert.Equal(energy[0], energy[1]);
        float[][] variance = [.. new[] { 1, 4 }.Select(count => Threads.With(count, () => Sample(Device.Cpu, x, 0.2, 3)))];
        Assert.Equal(variance[0], variance[1]);
    }

    [Theory]
    [InlineData(1, 30, 4)]
    [InlineData(3, 5, 2)]
    [InlineData(2, 9000, 300)]
    public void Rows_of_some_examples_draw_with_the_numbers_that_they_have_among_all(int perExample, int columns, int k)
    {
        Tensor all = Twin.Random(9, 9, perExample, columns);
        foreach (Device device in new[] { Device.Cpu, Device.Reference })
        {
            using AxisPattern kept = new(device);
            kept.Set(9, [0, 4, 5, 8]);
            Tensor g = all.To(device), some = Tensor.Zeros(device, 4, perExample, columns), where = Tensor.Zeros(device, 9, perExample, columns);
            device.Kernels.Gather(g, 0, kept, some);
            device.Kernels.Scatter(some, 0, kept, where);
            var stream = new RowStream(21, kept, perExample);
            SparseRows whole = Twin.Sparse(device), part = Twin.Sparse(device), spread = Twin.Sparse(device);
            device.Kernels.SampleRows(default(Identity), [where], where.Shape, k, 21UL, whole);
            device.Kernels.SampleRows(default(Identity), [some], some.Shape, k, stream, part);
            device.Kernels.SpreadExamples(part, kept, g.Shape, spread);
            Assert.Equal(Twin.Dense(whole), Twin.Dense(spread));
            device.Kernels.SampleRowsByVariance(where, 0.4, 21UL, whole);
            device.Kernels.SampleRowsByVariance(some, 0.4, stream, part);
            device.Kernels.SpreadExamples(part, kept, g.Shape, spread);
            Assert.Equal(Twin.Dense(whole), Twin.Dense(spread));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(19)]
    [InlineData(20)]
    public void Examples_are_put_in_their_places(int k)
    {
        foreach (int[] examples in new int[][] { [], [2], [0, 1, 6], [0, 1, 2, 3, 4, 5, 6] })
        {
            Tensor g = Twin.Random(10, examples.Length, 3, 20);
            float[][] results = [.. new[] { Device.Reference, Device.Cpu }.Select(device =>
            {
                using AxisPattern kept = new(device);
                kept.Set(7, examples);
                SparseRows spread = Twin.Sparse(device);

                // What it held before must not show.
                device.Kernels.SelectRowsByEnergy(Twin.Random(11, 21, 20).To(device), 0.3, spread);
                device.Kernels.SpreadExamples(Twin.Select(g.To(device), k), kept, [7, 3, 20], spread);
                Assert.Equal([7, 3, 20], spread.Shape.ToArray());

                // Half of three in seven examples is few of all: nothing dense of that size comes of it.
                if (device == Device.Cpu)
                    Assert.Equal(examples.Length * k > 0.42 * 7 * 20, spread.IsMasked);
                return Twin.Dense(spread);
            })];
            Assert.Equal(results[0], results[1]);
            for (int i = 0; i < examples.Length; i++)
                Assert.Equal(3 * k, results[1].AsSpan(examples[i] * 60, 60).ToArray().Count(static value => value != 0));
        }
    }

    /// <summary>
    /// The same numbers where both let an entry pass. Probabilities are rounded here and doubles there: where a running sum is next to a whole number, the
    /// next entry passes instead, so up to any column the counts are one apart at most. That is seldom: a sum of c is off by a float's rounding of c, so
    /// of the whole numbers up to n about n² roundings are met.
    /// </summary>
    private static void EqualDraws(float[] expected, float[] actual, int columns)
    {
        int moved = 0;
        int ahead = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            ahead = (i % columns == 0 ? 0 : ahead) + (actual[i] != 0 ? 1 : 0) - (expected[i] != 0 ? 1 : 0);
            Assert.InRange(ahead, -1, 1);
            if (actual[i] != 0 && expected[i] != 0)
                Twin.Equal([expected[i]], [actual[i]], 1e-5);
            else if (actual[i] != 0 || expected[i] != 0)
                moved++;
        }

        Assert.True(moved <= 2 + (1.2e-7 * columns * expected.Length), $"{moved} of {expected.Length} entries differ.");
    }

    private static void EqualSelections(Tensor x)
    {
        foreach (double share in Shares)
            Twin.Equal(Select(Device.Reference, x, share), Select(Device.Cpu, x, share), 0);
    }

    private static float[] Select(Device device, Tensor x, double share)
    {
        SparseRows into = Twin.Sparse(device);
        device.Kernels.SelectRowsByEnergy(x.To(device), share, into);
        return Twin.Dense(into);
    }

    private static float[] Sample(Device device, Tensor x, double variance, ulong stream)
    {
        SparseRows into = Twin.Sparse(device);
        device.Kernels.SampleRowsByVariance(x.To(device), variance, stream, into);
        return Twin.Dense(into);
    }
}
