namespace SparseDiff.Tests.Rules;

public class SparseMatMulTests
{
    private const int Seed = 20261123;

    /// <summary>Shapes of a and b before they are transposed. Products large enough for the sparse kernels, and small ones.</summary>
    public static TheoryData<string, string> Shapes() => new()
    {
        { "1 1", "1 1" },
        { "3 5", "5 2" },
        { "131 97", "97 5" },
        { "130 61", "61 103" },
        { "2 67 33", "33 9" },
        { "2 130 97", "2 97 101" },
        { "2 1 130 97", "3 97 101" },
        { "130 97", "2 97 101" },
        { "3 130 97", "1 97 101" },
        { "0 4", "4 3" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Products_of_selected_entries_and_columns_equal_those_of_the_dense_gradient(string shapeOfA, string shapeOfB)
    {
        foreach (Device device in new[] { Device.Cpu, Device.Reference })
        {
            foreach ((bool ta, bool tb) in new[] { (false, false), (false, true), (true, false), (true, true) })
            {
                Tensor a = Random(1, shapeOfA, ta, device);
                Tensor b = Random(2, shapeOfB, tb, device);
                Tensor dense = Init.Normal(1, Seed, Ops.MatMul(a, b, ta, tb).Shape).To(device);
                string what = $"{a.ShapeText}, {b.ShapeText}, {ta}, {tb} on {device.Name}";
                if (dense.Length > 0)
                {
                    foreach (float ratio in new[] { 0.1f, 0.9f })
                        Check(Sparsify.TopKVjp(dense, ratio, SelectionScope.Tensor), a, b, ta, tb, what);
                }

                foreach (int every in new[] { 1, 2 })
                    Check(Columns(dense, every), a, b, ta, tb, what);
            }
        }
    }

    private static void Check(SparseRows dY, Tensor a, Tensor b, bool ta, bool tb, string what)
    {
        var dB = new RowGradient(b);
        for (int times = 1; times <= 2; times++)
        {
            Ops.MatMulVjpB(dY, a, ta, tb, dB);
            AssertClose(Ops.MatMulVjpB(dY.ToDense(), a, b, ta, tb), dB.Values, times, "dB of " + what);
        }

        AssertClose(Ops.MatMulVjpA(dY.ToDense(), a, b, ta, tb), Ops.MatMulVjpA(dY, a, b, ta, tb), 1, "dA of " + what);
    }

    private static void Check(SparseColumns dY, Tensor a, Tensor b, bool ta, bool tb, string what)
    {
        var dB = new RowGradient(b);
        for (int times = 1; times <= 2; times++)
        {
            Ops.MatMulVjpB(dY, a, ta, tb, dB);
            AssertClose(Ops.MatMulVjpB(dY.ToDense(), a, b, ta, tb), dB.Values, times, "dB from columns of " + what);
        }

        AssertClose(Ops.MatMulVjpA(dY.ToDense(), a, b, ta, tb), Ops.MatMulVjpA(dY, a, b, ta, tb), 1, "dA from columns of " + what);
    }

    [Fact]
    public void Only_rows_of_a_transposed_weight_that_have_an_entry_are_touched()
    {
        Tensor x = Random(1, "4 3", transposed: false, Device.Cpu);
        Tensor w = Random(2, "3 200", transposed: true, Device.Cpu);
        var dW = new RowGradient(w);
        Ops.MatMulVjpB(Sparsify.TopKVjp(Init.Normal(1, Seed, 4, 200), 0.01f, SelectionScope.Row), x, false, true, dW);
        Assert.InRange(dW.TouchedRows.Length, 1, 8);
    }

    private static SparseColumns Columns(Tensor dY, int every)
    {
        var columns = new SparseColumns(dY.Device);
        columns.Keep(dY, [.. Enumerable.Range(0, dY.Columns).Where(i => i % every == 0)]);
        return columns;
    }

    private static Tensor Random(int seed, string text, bool transposed, Device device)
    {
        int[] shape = [.. text.Split(' ').Select(int.Parse)];
        if (transposed)
            (shape[^2], shape[^1]) = (shape[^1], shape[^2]);
        return Init.Normal(1, Seed + seed, shape).To(device);
    }

    private static void AssertClose(Tensor expected, Tensor actual, int times, string what)
    {
        float[] right = expected.ToArray();
        float[] found = actual.ToArray();
        Assert.Equal(expected.Shape.ToArray(), actual.Shape.ToArray());
        float scale = 1 + right.Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (int i = 0; i < right.Length; i++)
            Assert.True(Math.Abs((times * right[i]) - found[i]) <= 1e-5f * times * scale, $"{what}: entry {i} is {found[i]}, expected {times * right[i]}.");
    }
}
