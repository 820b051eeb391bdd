namespace SparseDiff.Kernels;

// Lines along an axis: x is [outer, length, inner], and a line is x[o, :, i].
public abstract partial class KernelSet
{
    /// <summary>Each line becomes one number.</summary>
    /// <param name="reduction">How.</param>
    /// <param name="x">Seen as [outer, length, inner], length at least 1.</param>
    /// <param name="outer">The product of the dimensions before the axis.</param>
    /// <param name="length">The dimension of the axis.</param>
    /// <param name="inner">The product of the dimensions behind it.</param>
    /// <param name="into">Seen as [outer, inner].</param>
    public abstract void Reduce(Reduction reduction, Tensor x, int outer, int length, int inner, Tensor into);

    /// <summary>Running sums, or products, along each line.</summary>
    /// <param name="x">Seen as [outer, length, inner].</param>
    /// <param name="outer">The product of the dimensions before the axis.</param>
    /// <param name="length">The dimension of the axis.</param>
    /// <param name="inner">The product of the dimensions behind it.</param>
    /// <param name="product">Products instead of sums.</param>
    /// <param name="exclusive">Whether an entry is left out of its own result.</param>
    /// <param name="reverse">From the last entry on.</param>
    /// <param name="into">x's shape; may be x.</param>
    public abstract void Scan(Tensor x, int outer, int length, int inner, bool product, bool exclusive, bool reverse, Tensor into);
}
