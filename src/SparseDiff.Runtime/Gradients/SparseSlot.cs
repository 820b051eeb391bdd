namespace SparseDiff;

/// <summary>Where an operation puts a sparse gradient: a reused one of a <see cref="Workspace"/>, or, by default, a new one.</summary>
public readonly struct SparseSlot
{
    private readonly SparseSlotBuffer? buffer;

    internal SparseSlot(SparseSlotBuffer buffer, Probe? probe = null) => (this.buffer, Probe) = (buffer, probe);

    /// <summary>What watches the sparsity point; null for nobody. A rule that selects shows it every gradient.</summary>
    public Probe? Probe { get; }

    /// <summary>A sparse gradient to be filled; what it holds is undefined.</summary>
    public SparseRows Take(Device device) => buffer is null ? new SparseRows(device) : buffer.Take(device);

    /// <summary>A gradient of selected columns to be filled.</summary>
    internal SparseColumns TakeColumns(Device device) => buffer is null ? new SparseColumns(device) : buffer.TakeColumns(device);

    /// <summary>A gradient of selected examples to be filled.</summary>
    internal SparseExamples TakeExamples(Device device) => buffer is null ? new SparseExamples(device) : buffer.TakeExamples(device);

    /// <summary>
    /// The next number of the workspace's sequence 0, 1, 2, …: a sampling point makes its random numbers from its seed and this,
    /// so every step draws anew, two points with one seed draw differently, and every run draws the same. Checkpoints keep the sequence.
    /// </summary>
    public ulong NextDraw() => buffer?.NextDraw() ?? 0;
}
