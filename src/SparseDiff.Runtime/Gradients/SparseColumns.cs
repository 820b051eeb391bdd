namespace SparseDiff;

/// <summary>A gradient of which only selected columns (of the last dimension) exist: one set of columns for the whole batch.</summary>
public sealed class SparseColumns : SparseSlices, ISparseSlices<SparseColumns>
{
    private readonly SlotBuffer sums = new(new DrawCounter());

    internal SparseColumns(Device device)
        : base(device)
    {
    }

    /// <inheritdoc/>
    public override int Axis => Math.Max(0, Shape.Length - 1);

    /// <summary>The sums of all columns, selected or not, when the sparsity point was asked to keep them for the gradient of a bias; else null.</summary>
    public Tensor? AllColumnSums { get; private set; }

    /// <inheritdoc/>
    public static SparseColumns Take(SparseSlot slot, Device device)
    {
        SparseColumns taken = slot.TakeColumns(device);
        taken.AllColumnSums = null;
        return taken;
    }

    /// <summary>Gives the memory back.</summary>
    public override void Dispose()
    {
        sums.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    internal override bool IsAlong(int axis, int rank) => axis == rank - 1;

    /// <summary>Room for the sums of all columns.</summary>
    internal Tensor BeginAllColumnSums() => AllColumnSums = sums.Take(Device, [Extent]);
}
