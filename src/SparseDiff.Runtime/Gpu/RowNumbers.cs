using ILGPU;

namespace SparseDiff.Gpu;

/// <summary>The random numbers of rows, for kernels: those of a <see cref="RowStream"/>.</summary>
internal readonly struct RowNumbers(RowStream stream)
{
    private readonly ulong bits = stream.Bits;

    /// <summary>0 when all examples exist.</summary>
    private readonly int rowsPerExample = stream.Examples is null ? 0 : stream.RowsPerExample;

    /// <summary>A row's number in [0, 1).</summary>
    public float Uniform(int row, ArrayView<int> examples)
    {
        int number = row;
        if (rowsPerExample > 0)
            number = (examples[row / rowsPerExample] * rowsPerExample) + (row % rowsPerExample);
        return CounterRandom.Uniform(bits, (ulong)number);
    }
}
