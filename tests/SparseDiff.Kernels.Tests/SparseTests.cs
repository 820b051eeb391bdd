using SparseDiff.Cpu;
using SparseDiff.Kernels;
using SparseDiff.Lanes;

namespace SparseDiff.Tests;

public sealed class SparseTests
{
    public static TheoryData<int, int, int, int> Sizes => new()
    {
        { 1, 1, 1, 1 }, { 0, 5, 7, 1 }, { 3, 0, 5, 0 }, { 3, 4, 0, 1 }, { 17, 33, 1, 3 }, { 17, 33, 15, 3 }, { 17, 33, 16, 1 }, { 17, 33, 17, 32 }, { 17, 33, 300, 5 }, { 17, 33, 300, 33 },
        { 1, 40, 784, 4 }, { 64, 512, 784, 26 }, { 130, 100, 260, 40 }, { 128, 200, 530, 60 }, { 40, 10, 1024, 1 }, { 33, 64, 500, 60 },
        // W and dW past the sizes from which rows are walked whole, or copied into panels, and outputs go past the caches; the last panel, chunk, group of rows and vector cut short.
        { 40, 1100, 1045, 340 }, { 40, 1100, 3072, 140 }, { 20, 2100, 1040, 50 }, { 20, 2100, 1280, 3 }, { 5, 300, 4100, 11 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Products_with_a_sparse_matrix_equal_the_reference(int rows, int inner, int width, int k)
    {
        Tensor dY = Twin.Random(1, rows, inner), w = Twin.Random(2, inner, width), x = Twin.Random(3, rows, width);
        SparseRows s = Twin.Select(dY, k), expectedS = Twin.Select(dY.OnReference(), k);
        Tensor actual = Twin.Random(4, rows, width), expected = Tensor.Zeros(Device.Reference, rows, width);
        Twin.Cpu.SparseTimesDense(s, w, actual);
        Twin.Reference.SparseTimesDense(expectedS, w.OnReference(), expected);
        Twin.Equal(expected, actual);

        var gradient = new RowGradient(w);
        var expectedGradient = new RowGradient(w.OnReference());
        for (int step = 0; step < 2; step++)
        {
            for (int repeat = 0; repeat < 2; repeat++)
            {
                Twin.Cpu.SparseTransposedTimesDense(s, x, gradient);
                Twin.Reference.SparseTransposedTimesDense(expectedS, x.OnReference(), expectedGradient);
            }
            Twin.Equal(expectedGradient.Values, gradient.Values);
            gradient.Clear();
            expectedGradient.Clear();
        }
    }

    [Fact]
    public void Only_rows_with_entries_are_touched()
    {
        Tensor dY = Tensor.Zeros(3, 8);
        dY.AsSpan()[2] = 1;
        dY.AsSpan()[8 + 5] = -2;
        dY.AsSpan()[16 + 5] = 3;
        var gradient = new RowGradient(Tensor.Zeros(8, 20));
        Twin.Cpu.SparseTransposedTimesDense(Twin.Select(dY, 1), Twin.Random(1, 3, 20), gradient);
        Assert.Equal([2, 5], gradient.TouchedRows.ToArray().Order());
    }

    [Fact]
    public void Rows_of_an_older_gradient_read_as_zeros()
    {
        const int rows = 1500, width = 200;
        var gradient = new RowGradient(Tensor.Zeros(rows, width));
        gradient.AsDense().AsSpan().Fill(1);
        gradient.Clear();
        Assert.False(gradient.Touch(7));
        gradient.Buffer.AsSpan().Slice(7 * width, width).Fill(2);
        float[] values = gradient.Values.ToArray();
        for (int i = 0; i < values.Length; i++)
            Assert.Equal(i / width == 7 ? 2 : 0, values[i]);
        Assert.Equal([7], gradient.TouchedRows.ToArray());
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Column_sums_and_dense_forms_equal_the_reference(int rows, int columns, int width, int k)
    {
        _ = width;
        Tensor dY = Twin.Random(1, rows, columns);
        SparseRows s = Twin.Select(dY, k), expectedS = Twin.Select(dY.OnReference(), k);
        Assert.Equal(Twin.Dense(expectedS), Twin.Dense(s));
        var sums = new RowGradient(Tensor.Zeros(columns));
        var expectedSums = new RowGradient(Tensor.Zeros(Device.Reference, columns));
        for (int repeat = 0; repeat < 2; repeat++)
        {
            Twin.Cpu.SparseColumnSums(s, sums);
            Twin.Reference.SparseColumnSums(expectedS, expectedSums);
        }
        Twin.Equal(expectedSums.Values, sums.Values);

        Tensor into = Twin.Random(5, rows, columns), expectedInto = into.OnReference();
        Twin.Cpu.AddTo(s, into);
        Twin.Reference.AddTo(expectedS, expectedInto);
        Twin.Equal(expectedInto, into);
    }

    [Theory]
    [InlineData(4, 9)]
    [InlineData(4, 4)]
    [InlineData(33, 4)]
    [InlineData(4, 33)]
    [InlineData(33, 33)]
    public void The_sum_of_two_selections_is_their_union(int k, int other)
    {
        Tensor x = Twin.Random(1, 17, 33), y = Twin.Random(2, 17, 33);
        SparseRows sum = Twin.Sparse(Device.Cpu), expected = Twin.Sparse(Device.Reference);
        Twin.Cpu.AddSparse(Twin.Select(x, k), Twin.Select(y, other), sum);
        Twin.Reference.AddSparse(Twin.Select(x.OnReference(), k), Twin.Select(y.OnReference(), other), expected);
        Twin.Equal(Twin.Dense(expected), Twin.Dense(sum));
        SparseRows one = Twin.Select(x, k);
        Twin.Cpu.AddSparse(one, one, sum);
        Twin.Equal(Array.ConvertAll(Twin.Dense(one), static value => 2 * value), Twin.Dense(sum));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(30)]
    [InlineData(600)]
    public void An_element_wise_kernel_runs_at_the_entries_only(int k)
    {
        Tensor dY = Twin.Random(1, 5, 700), x = Twin.Random(2, 5, 700), row = Twin.Random(3, 700), column = Twin.Random(4, 5, 1);
        dY.AsSpan()[3] = 0;
        x.AsSpan()[3] = float.PositiveInfinity;
        SparseRows s = Twin.Select(dY, k), expectedS = Twin.Select(dY.OnReference(), k);
        SparseRows a = Twin.Sparse(Device.Cpu), b = Twin.Sparse(Device.Cpu), c = Twin.Sparse(Device.Reference), d = Twin.Sparse(Device.Reference);
        Twin.Cpu.SparseElementwise(default(Pull), s, [x, row, column], [a, b]);
        Twin.Reference.SparseElementwise(default(Pull), expectedS, [x.OnReference(), row.OnReference(), column.OnReference()], [c, d]);
        Twin.Equal(Twin.Dense(c), Twin.Dense(a));
        Twin.Equal(Twin.Dense(d), Twin.Dense(b));
    }

    [Theory]
    [InlineData(64, 3, 40, 7)]
    [InlineData(1, 1, 1, 1)]
    [InlineData(300, 8, 49, 98)]
    public void The_same_entries_under_another_shape_equal_the_reference(int examples, int channels, int positions, int k)
    {
        int[] maps = [examples, channels, positions], rows = [examples, channels * positions];
        foreach ((int[] from, int[] to) in new[] { (rows, maps), (maps, rows), (maps, [examples * channels * positions]), (rows, [examples * channels * positions, 1]) })
        {
            Tensor dY = Twin.Random(1, from);
            SparseRows actual = Twin.Sparse(Device.Cpu), expected = Twin.Sparse(Device.Reference), source = Twin.Sparse(Device.Cpu);
            Twin.Cpu.SelectTensor(default(Identity), [dY], dY.Shape, k, source);
            Twin.Cpu.SparseReshape(source, to, actual);
            SparseRows sourceOnReference = Twin.Sparse(Device.Reference);
            Twin.Reference.SelectTensor(default(Identity), [dY.OnReference()], dY.Shape, k, sourceOnReference);
            Twin.Reference.SparseReshape(sourceOnReference, to, expected);
            Assert.Equal(Twin.Dense(expected), Twin.Dense(actual));
            Assert.Equal(expected.Shape, actual.Shape);
        }
    }

    [Fact]
    public void Dense_is_faster_when_much_is_kept_and_never_when_little_is()
    {
        Assert.True(SparseProduct.DenseIsFaster(128, 1024, 1024, 0.9));
        Assert.False(SparseProduct.DenseIsFaster(128, 1024, 1024, 0.1));
        Assert.False(SparseProduct.DenseIsFaster(0, 0, 0, 0));
    }

    private readonly struct Pull : IElementwise
    {
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V>
        {
            V dY = at.Read(0);
            at.Write(0, Silu.Pull(at.Read(1), dY));
            at.Write(1, dY * at.Read(2) * at.Read(3));
        }
    }
}
