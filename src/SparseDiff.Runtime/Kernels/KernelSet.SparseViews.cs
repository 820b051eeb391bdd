namespace SparseDiff.Kernels;

// Sparse gradients under other shapes: their entries move, and none is made or lost but those outside a part.
public abstract partial class KernelSet
{
    /// <summary>into = the entries of a part of a sparse gradient, at another place of another shape; nothing elsewhere.</summary>
    public abstract void CopyBlock(SparseRows from, in SparseBlock block, ReadOnlySpan<int> shape, SparseRows into);
}
