namespace SparseDiff.Kernels;

// Sparse gradients under other shapes: their entries move, and none is made or lost but those outside a part.
public abstract partial class KernelSet
{
    /// <summary>into = the entries of a part of a sparse gradient, at another place of another shape; nothing elsewhere.</summary>
    public abstract void CopyBlock(SparseRows from, in SparseBlock block, ReadOnlySpan<int> shape, SparseRows into);

    /// <summary>into = the entries of some examples at the places that these have among all; nothing in the others.</summary>
    /// <param name="from">The examples that exist, [kept.Count, …], of at least two dimensions.</param>
    /// <param name="kept">Which those are along the first dimension of <paramref name="shape"/>.</param>
    /// <param name="shape">The shape with all examples.</param>
    /// <param name="into">The kernel chooses its layout: by what is kept of all examples, not of those that exist.</param>
    public abstract void SpreadExamples(SparseRows from, AxisPattern kept, ReadOnlySpan<int> shape, SparseRows into);
}
