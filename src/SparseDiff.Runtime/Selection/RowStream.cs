namespace SparseDiff;

/// <summary>Random numbers of a selection in rows: one for each row, whatever the other rows are.</summary>
/// <param name="bits">The sequence: another one at every step and point.</param>
/// <param name="examples">The examples that the rows belong to, where only some exist: a row draws with the number that it has among the rows of all.</param>
/// <param name="rowsPerExample">How many rows each of those has.</param>
public readonly struct RowStream(ulong bits, AxisPattern? examples = null, int rowsPerExample = 1)
{
    /// <summary>The sequence.</summary>
    public ulong Bits { get; } = bits;

    /// <summary>The examples that the rows belong to; null when all exist.</summary>
    public AxisPattern? Examples { get; } = examples;

    /// <summary>How many rows each example has.</summary>
    public int RowsPerExample { get; } = rowsPerExample;

    /// <summary>The numbers of all rows.</summary>
    public static implicit operator RowStream(ulong bits) => new(bits);

    /// <summary>A row's number in [0, 1).</summary>
    /// <param name="row">The row.</param>
    /// <param name="examples">What <see cref="Examples"/> holds, on the host; not looked at when all exist.</param>
    internal float Uniform(int row, ReadOnlySpan<int> examples) => CounterRandom.Uniform(
        Bits, Examples is null ? (ulong)row : ((ulong)examples[row / RowsPerExample] * (ulong)RowsPerExample) + (ulong)(row % RowsPerExample));
}
