namespace SparseDiff;

/// <summary>
/// The buffers of one differentiable method: every intermediate tensor of its forward and backward pass lives in a numbered slot
/// and is overwritten by the next pass.
/// </summary>
/// <remarks>
/// A model makes one per method by itself. Threads that share a model each bring their own. A workspace is not safe for use by
/// two threads at once.
/// </remarks>
public sealed class Workspace : IDisposable
{
    private readonly List<SlotBuffer> dense = [];
    private readonly List<SparseSlotBuffer> sparse = [];
    private readonly List<RowGradient?> accumulators = [];

    /// <summary>How many forward passes have begun: a record of saved values belongs to one of them.</summary>
    public long Generation { get; private set; }

    /// <summary>A buffer for a dense tensor.</summary>
    public Slot this[int slot]
    {
        get
        {
            while (dense.Count <= slot)
                dense.Add(new SlotBuffer());
            return new Slot(dense[slot]);
        }
    }

    /// <summary>A buffer for a sparse gradient.</summary>
    public SparseSlot Sparse(int slot)
    {
        while (sparse.Count <= slot)
            sparse.Add(new SparseSlotBuffer(sparse.Count));
        return new SparseSlot(sparse[slot]);
    }

    /// <summary>A cleared gradient for rules that add to one, when the argument is not a parameter but another value.</summary>
    public RowGradient Accumulator(int slot, Tensor like)
    {
        ArgumentNullException.ThrowIfNull(like);
        while (accumulators.Count <= slot)
            accumulators.Add(null);
        RowGradient? known = accumulators[slot];
        if (known is not null && ReferenceEquals(known.Device, like.Device) && known.Shape.SequenceEqual(like.Shape))
        {
            known.Clear();
            return known;
        }

        known?.Dispose();
        RowGradient fresh = new(like);
        accumulators[slot] = fresh;
        return fresh;
    }

    /// <summary>Begins a forward pass: what earlier passes kept is no longer valid.</summary>
    public Workspace Begin()
    {
        Generation++;
        return this;
    }

    /// <summary>A mark that says which forward pass a record of saved values belongs to.</summary>
    public WorkspaceStamp Stamp() => new(this, Generation);

    /// <summary>Gives all memory back now. The workspace can be used again; it then allocates anew.</summary>
    public void Dispose()
    {
        Generation++;
        foreach (SlotBuffer buffer in dense)
            buffer.Dispose();
        foreach (SparseSlotBuffer buffer in sparse)
            buffer.Dispose();
        foreach (RowGradient? accumulator in accumulators)
            accumulator?.Dispose();
        accumulators.Clear();
    }
}
