using SparseDiff.Kernels;
using SparseDiff.Lanes;

namespace SparseDiff.Tests;

public sealed class SelectionTests
{
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 1 }, { 0, 5, 1 }, { 3, 1, 1 }, { 17, 33, 1 }, { 17, 33, 5 }, { 17, 33, 32 }, { 17, 33, 33 }, { 5, 1000, 50 }, { 2, 1024, 512 },
        { 2, 1024, 10 }, { 40, 130, 100 }, { 1, 40000, 400 }, { 100, 16, 3 }, { 64, 512, 26 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Rows_keep_the_entries_of_the_reference(int rows, int columns, int k)
        => EqualSelections(Twin.Random(7, rows, columns), k, k * rows);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Rows_with_equal_magnitudes_keep_the_lowest_columns(int rows, int columns, int k)
    {
        Tensor x = Twin.Random(8, rows, columns);
        foreach (ref float value in x.AsSpan())
            value = MathF.Round(value * 2) / 2;
        EqualSelections(x, k, k * rows);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Rows_of_zeros_keep_the_lowest_columns(int rows, int columns, int k)
        => EqualSelections(Tensor.Zeros(rows, columns), k, k * rows);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Not_a_number_and_infinity_rank_above_every_number(int rows, int columns, int k)
    {
        Tensor x = Twin.Random(9, rows, columns);
        Span<float> values = x.AsSpan();
        for (int i = 0; i < values.Length; i += 7)
            values[i] = (i % 3) switch { 0 => float.NaN, 1 => float.PositiveInfinity, _ => float.NegativeInfinity };
        EqualSelections(x, k, k * rows);
    }

    [Fact]
    public void Rows_of_few_numbers_among_zeros_are_selected_exactly()
    {
        Tensor x = Tensor.Zeros(3, 200);
        x.AsSpan()[5] = 1e-30f;
        x.AsSpan()[250] = -3;
        x.AsSpan()[251] = float.Epsilon;
        EqualSelections(x, 10, 30);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(33)]
    public void A_fused_kernel_is_selected_as_if_its_result_existed(int k)
    {
        Tensor y = Twin.Random(1, 17, 33);
        Tensor dY = Twin.Random(2, 17, 33);
        Tensor scale = Twin.Random(3, 33);
        Tensor[] inputs = [y, dY, scale];
        SparseRows actual = Twin.Sparse(Device.Cpu), expected = Twin.Sparse(Device.Reference);
        Twin.Cpu.SelectRows(default(ReluTimes), inputs, [17, 33], k, actual);
        Twin.Reference.SelectRows(default(ReluTimes), Array.ConvertAll(inputs, Twin.OnReference), [17, 33], k, expected);
        Twin.Equal(Twin.Dense(expected), Twin.Dense(actual));

        Twin.Cpu.SelectTensor(default(ReluTimes), inputs, [17, 33], 10 * k, actual);
        Twin.Reference.SelectTensor(default(ReluTimes), Array.ConvertAll(inputs, Twin.OnReference), [17, 33], 10 * k, expected);
        Twin.Equal(Twin.Dense(expected), Twin.Dense(actual));
    }

    /// <summary>Long enough for long segments and the large sample; rows of one entry, of some, and one of all.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(4_300_003)]
    public void A_long_tensor_gives_its_largest_entries(int columns)
    {
        const int k = 4321;
        Tensor x = Twin.Random(6, 4_300_003 / columns, columns);
        SparseRows kept = Twin.Sparse(Device.Cpu);
        Twin.Cpu.SelectTensor(default(Identity), [x], x.Shape, k, kept);

        float[] magnitudes = [.. x.ToArray().Select(MathF.Abs).OrderDescending().Take(k)];
        (int[] columnsOfKept, float[] values) = Entries(kept);
        Assert.Equal(magnitudes, values.Select(MathF.Abs).OrderDescending());
        var rowStart = new int[kept.Rows + 1];
        kept.Pattern.RowStart.Read(0, rowStart);
        Assert.Equal((0, k), (rowStart[0], rowStart[^1]));
        for (int row = 0; row < kept.Rows; row++)
        {
            for (int entry = rowStart[row]; entry < rowStart[row + 1]; entry++)
                Assert.Equal(values[entry], x.AsSpan()[(row * columns) + columnsOfKept[entry]]);
        }
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_selection()
    {
        Tensor x = Twin.Random(5, 200, 300);
        (int[] Columns, float[] Values)[] results =
            [.. new[] { 1, 2, 4 }.SelectMany(threads => Threads.With(threads, () => new[] { Rows(x), Whole(x), Sample(x) }))];
        for (int i = 3; i < results.Length; i++)
        {
            Assert.Equal(results[i % 3].Columns, results[i].Columns);
            Assert.Equal(results[i % 3].Values, results[i].Values);
        }

        static (int[], float[]) Rows(Tensor x) => Entries(into => Twin.Cpu.SelectRows(default(Identity), [x], x.Shape, 15, into));
        static (int[], float[]) Whole(Tensor x) => Entries(into => Twin.Cpu.SelectTensor(default(Identity), [x], x.Shape, 3000, into));
        static (int[], float[]) Sample(Tensor x) => Entries(into => Twin.Cpu.SampleTensor(default(Identity), [x], x.Shape, 3000, 0.3f, into));
    }

    private static (int[] Columns, float[] Values) Entries(Action<SparseRows> select)
    {
        SparseRows into = Twin.Sparse(Device.Cpu);
        select(into);
        return Entries(into);
    }

    private static (int[] Columns, float[] Values) Entries(SparseRows kept)
    {
        var columns = new int[kept.Count];
        var values = new float[kept.Count];
        kept.Pattern.ColumnIndex.Read(0, columns);
        kept.Values.Read(0, values);
        return (columns, values);
    }

    private static void EqualSelections(Tensor x, int k, int ofTensor)
    {
        SparseRows actual = Twin.Sparse(Device.Cpu), expected = Twin.Sparse(Device.Reference);
        Twin.Cpu.SelectRows(default(Identity), [x], x.Shape, k, actual);
        Twin.Reference.SelectRows(default(Identity), [x.OnReference()], x.Shape, k, expected);
        EqualEntries(expected, actual);
        if (x.Length == 0)
            return;
        Twin.Cpu.SelectTensor(default(Identity), [x], x.Shape, ofTensor, actual);
        Twin.Reference.SelectTensor(default(Identity), [x.OnReference()], x.Shape, ofTensor, expected);
        EqualEntries(expected, actual);
    }

    private static void EqualEntries(SparseRows expected, SparseRows actual)
    {
        Assert.Equal(Twin.Dense(expected), Twin.Dense(actual));
        if (actual.IsMasked)
            return;
        Assert.Equal(expected.Count, actual.Count);
        Assert.Equal(Indices(expected.Pattern.RowStart, expected.Rows + 1), Indices(actual.Pattern.RowStart, actual.Rows + 1));
        Assert.Equal(Indices(expected.Pattern.ColumnIndex, expected.Count), Indices(actual.Pattern.ColumnIndex, actual.Count));
    }

    private static int[] Indices(IndexStorage storage, int count)
    {
        var result = new int[count];
        storage.Read(0, result);
        return result;
    }

    /// <summary>The gradient of ReLU, times a row of factors.</summary>
    private readonly struct ReluTimes : IElementwise
    {
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V> => at.Write(0, Relu.Pull(at.Read(0), at.Read(1)) * at.Read(2));
    }
}
