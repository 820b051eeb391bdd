namespace SparseDiff;

/// <summary>A format of slices that generic code can take from a slot.</summary>
/// <typeparam name="TSelf">The format.</typeparam>
public interface ISparseSlices<TSelf>
    where TSelf : SparseSlices, ISparseSlices<TSelf>
{
    /// <summary>A gradient of this format to be filled; what it holds is undefined.</summary>
    static abstract TSelf Take(SparseSlot slot, Device device);
}
