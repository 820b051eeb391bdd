using SparseDiff.Kernels;

namespace SparseDiff.Tests;

public sealed class SequenceKernelTests
{
    [Theory]
    [InlineData(1, 1, 3, 3)]
    [InlineData(17, 33, 40, 40)]
    [InlineData(5, 7, 7, 7)]
    [InlineData(3, 10000, 10000, 20000)]
    [InlineData(0, 4, 4, 4)]
    public void A_kernel_over_windows_equals_the_reference(int rows, int width, int strideOfA, int strideOfResult)
    {
        Tensor a = Twin.Random(1, rows + 1, strideOfA), b = Twin.Random(2, rows + 1, width), result = Twin.Random(3, rows + 1, strideOfResult + 2);
        Tensor expected = result.OnReference();
        Run(Twin.Cpu, a, b, result);
        Run(Twin.Reference, a.OnReference(), b.OnReference(), expected);
        Twin.Equal(expected, result);

        void Run(KernelSet kernels, Tensor a, Tensor b, Tensor into) => kernels.ElementwiseWindows(
            default(Binary<Lanes.Multiply>), [new(a, strideOfA - width, strideOfA), new(b, 0, width)], [new(into, 2, strideOfResult)], rows, width);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(17, 33)]
    [InlineData(100, 256)]
    [InlineData(3, 16)]
    [InlineData(2, 20000)]
    [InlineData(3000, 5)]
    [InlineData(0, 5)]
    public void Norms_and_their_gradients_equal_the_reference(int rows, int columns)
    {
        foreach (bool centred in new[] { false, true })
        {
            Tensor x = Twin.Random(1, rows, columns), w = Twin.Random(2, columns), b = Twin.Random(3, columns), dY = Twin.Random(4, rows, columns);
            Tensor y = Tensor.Zeros(rows, columns), dX = Tensor.Zeros(rows, columns);
            Tensor expectedY = Tensor.Zeros(Device.Reference, rows, columns), expectedX = Tensor.Zeros(Device.Reference, rows, columns);
            var dW = new RowGradient(w);
            var expectedW = new RowGradient(w.OnReference());
            Twin.Cpu.Normalize(x, w, centred ? b : null, centred, 1e-3f, y);
            Twin.Reference.Normalize(x.OnReference(), w.OnReference(), centred ? b.OnReference() : null, centred, 1e-3f, expectedY);
            Twin.Equal(expectedY, y);
            foreach (Tensor? weight in new[] { w, null })
            {
                Twin.Cpu.NormalizeVjp(x, weight, dY, centred, 1e-3f, dX);
                Twin.Reference.NormalizeVjp(x.OnReference(), weight?.OnReference(), dY.OnReference(), centred, 1e-3f, expectedX);
                Twin.Equal(expectedX, dX);
            }

            for (int i = 0; i < 2; i++)
            {
                Twin.Cpu.NormalizeVjpWeight(x, dY, centred, 1e-3f, dW);
                Twin.Reference.NormalizeVjpWeight(x.OnReference(), dY.OnReference(), centred, 1e-3f, expectedW);
                Twin.Equal(expectedW.Values, dW.Values);
            }
        }
    }

    [Fact]
    public void Rows_of_a_table_and_the_sums_back_into_it_equal_the_reference()
    {
        Tensor table = Twin.Random(1, 50, 33), dY = Twin.Random(2, 7, 3, 33);
        Indices rows = Indices.From([.. Enumerable.Range(0, 21).Select(i => i * i % 50)], [7, 3]);
        Tensor y = Tensor.Zeros(7, 3, 33), expected = Tensor.Zeros(Device.Reference, 7, 3, 33);
        Twin.Cpu.GatherRows(table, rows, y);
        Twin.Reference.GatherRows(table.OnReference(), rows.To(Device.Reference), expected);
        Twin.Equal(expected, y, 0);
        var into = new RowGradient(table);
        var expectedInto = new RowGradient(table.OnReference());
        Twin.Cpu.ScatterAddRows(dY, rows, into);
        Twin.Reference.ScatterAddRows(dY.OnReference(), rows.To(Device.Reference), expectedInto);
        Assert.Equal(rows.ToArray().Distinct().Order(), into.TouchedRows.ToArray().Order());
        foreach (int k in new[] { 3, 33 })
        {
            Twin.Cpu.ScatterAddRows(Twin.Select(dY, k), rows, into);
            Twin.Reference.ScatterAddRows(Twin.Select(dY.OnReference(), k), rows.To(Device.Reference), expectedInto);
        }

        Twin.Equal(expectedInto.Values, into.Values);
    }

    [Theory]
    [InlineData(1, 1, 1, 1, 1, 1)]
    [InlineData(2, 3, 5, 5, 8, 8)]
    [InlineData(1, 2, 64, 64, 16, 16)]
    [InlineData(1, 2, 130, 130, 7, 5)]
    [InlineData(2, 1, 70, 200, 5, 9)]
    [InlineData(2, 1, 200, 70, 5, 9)]
    public void Attention_and_its_gradients_equal_the_reference(int batches, int heads, int queries, int keys, int width, int valueWidth)
    {
        foreach (bool causal in new[] { false, true })
        {
            var shape = new AttentionShape(batches, heads, queries, keys, width, valueWidth, 0.4f, causal);
            Tensor[] inputs =
            [
                Twin.Random(1, batches, queries, heads * width), Twin.Random(2, batches, keys, heads * width), Twin.Random(3, batches, keys, heads * valueWidth),
                Twin.Random(4, batches, queries, heads * valueWidth),
            ];
            Tensor[] expectedInputs = Array.ConvertAll(inputs, x => x.OnReference());
            Tensor[] expected = Run(Twin.Reference, shape, expectedInputs);
            Tensor[] actual = Run(Twin.Cpu, shape, inputs);
            for (int i = 0; i < expected.Length; i++)
                Twin.Equal(expected[i], actual[i]);
            Tensor dV = Tensor.Full(5, batches, keys, heads * valueWidth);
            Twin.Cpu.AttentionVjp(shape, Heads(inputs[0], heads), Heads(inputs[1], heads), Heads(inputs[2], heads), Heads(inputs[3], heads), null, null, Heads(dV, heads));
            Assert.Equal(actual[3].ToArray(), dV.ToArray());
        }
    }

    [Fact]
    public void Dropout_keeps_the_same_entries_on_every_device_and_with_any_number_of_threads()
    {
        Tensor x = Tensor.Full(1, 33, 1001), y = Tensor.Zeros(33, 1001), again = Tensor.Zeros(33, 1001), expected = Tensor.Zeros(Device.Reference, 33, 1001);
        ulong key = CounterRandom.Bits(3, 4);
        Twin.Cpu.Dropout(x, 0.3f, key, y);
        Twin.Reference.Dropout(x.OnReference(), 0.3f, key, expected);
        Twin.Equal(expected, y, 1e-6);
        float[] alone = Threads.With(1, () =>
        {
            Twin.Cpu.Dropout(x, 0.3f, key, again);
            return again.ToArray();
        });
        Assert.Equal(y.ToArray(), alone);
        double kept = y.ToArray().Count(static value => value != 0) / (double)y.Length;
        Assert.InRange(kept, 0.69, 0.71);
        SparseRows dY = Twin.Select(Twin.Random(1, 33, 1001), 50), dX = Twin.Sparse(Device.Cpu);
        Twin.Cpu.Dropout(dY, 0.3f, key, dX);
        Assert.Equal(Twin.Dense(dY).Zip(y.ToArray(), static (value, factor) => value * factor).ToArray(), Twin.Dense(dX));
    }

    private static Tensor[] Run(KernelSet kernels, in AttentionShape shape, Tensor[] inputs)
    {
        int heads = shape.Heads;
        Tensor y = Tensor.Full(5, inputs[3].Shape).To(inputs[3].Device);
        Tensor dQ = Tensor.Full(5, inputs[0].Shape).To(y.Device), dK = Tensor.Full(5, inputs[1].Shape).To(y.Device), dV = Tensor.Full(5, inputs[2].Shape).To(y.Device);
        kernels.Attention(shape, Heads(inputs[0], heads), Heads(inputs[1], heads), Heads(inputs[2], heads), Heads(y, heads));
        kernels.AttentionVjp(
            shape, Heads(inputs[0], heads), Heads(inputs[1], heads), Heads(inputs[2], heads), Heads(inputs[3], heads), Heads(dQ, heads), Heads(dK, heads), Heads(dV, heads));
        return [y, dQ, dK, dV];
    }

    private static HeadWindow Heads(Tensor x, int heads) => new(x, 0, x.Shape[1] * x.Columns, x.Columns / heads, x.Columns);
}
