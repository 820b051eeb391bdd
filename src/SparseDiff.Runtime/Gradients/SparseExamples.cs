namespace SparseDiff;

/// <summary>A gradient of which only selected examples (of the first dimension) exist; it stays so through everything that treats examples independently.</summary>
public sealed class SparseExamples : SparseSlices, ISparseSlices<SparseExamples>
{
    internal SparseExamples(Device device)
        : base(device)
    {
    }

    /// <inheritdoc/>
    public override int Axis => 0;

    /// <inheritdoc/>
    public static SparseExamples Take(SparseSlot slot, Device device) => slot.TakeExamples(device);

    /// <inheritdoc/>
    internal override bool IsAlong(int axis, int rank) => axis == 0;
}
