using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Sparsify
{
    /// <summary>Lets about the share <paramref name="ratio"/> of the whole tensor's entries pass: those above a threshold that a normal distribution suggests.</summary>
    /// <param name="x">The value whose gradient is selected from.</param>
    /// <param name="ratio">In [0, 1]; read at every forward pass.</param>
    /// <param name="asPublished">Whether the rule is that of arXiv 1911.08772, which may miss the share by far, not the bracketed one.</param>
    /// <returns><paramref name="x"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The ratio is not in [0, 1].</exception>
    /// <seealso cref="SparseDiff.GaussianK"/>
    [SparsityPoint]
    public static Tensor GaussianK(Tensor x, float ratio, bool asPublished = false)
    {
        Count(nameof(GaussianK), ratio, SelectionScope.Tensor, x.Shape);
        return x;
    }

    /// <summary>Selects from a gradient that exists.</summary>
    [VjpOf(nameof(GaussianK), "x")]
    public static SparseRows GaussianKVjp(Tensor dY, float ratio, bool asPublished, SparseSlot into = default) =>
        GaussianKVjp(default(Identity), [dY], ratio, asPublished, into);

    /// <summary>Selects from the examples that another point let pass.</summary>
    [VjpOf(nameof(GaussianK), "x")]
    public static SparseRows GaussianKVjp(SparseExamples dY, float ratio, bool asPublished, SparseSlot into = default) =>
        ByVjp(dY, new GaussianK(ratio) { AsPublished = asPublished }, into);

    /// <summary>Produces the gradient element by element, then selects from it.</summary>
    [VjpOf(nameof(GaussianK), "x")]
    public static SparseRows GaussianKVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, float ratio, bool asPublished, SparseSlot into = default)
        where TKernel : struct, IElementwise => Run(new GaussianK(ratio) { AsPublished = asPublished }, pull, inputs, into.Take(inputs[0].Device), into);

    /// <summary>Lets about <paramref name="k"/> of the whole tensor's entries pass: those above a threshold that a normal distribution suggests.</summary>
    /// <param name="x">The value whose gradient is selected from.</param>
    /// <param name="k">How many entries pass, about; read at every forward pass.</param>
    /// <param name="asPublished">Whether the rule is that of arXiv 1911.08772, which may miss by far, not the bracketed one.</param>
    /// <returns><paramref name="x"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1 or more than there are entries.</exception>
    /// <seealso cref="SparseDiff.GaussianK"/>
    [SparsityPoint]
    public static Tensor GaussianK(Tensor x, int k, bool asPublished = false)
    {
        Count(nameof(GaussianK), k, SelectionScope.Tensor, x.Shape);
        return x;
    }

    /// <summary>Selects from a gradient that exists.</summary>
    [VjpOf(nameof(GaussianK), "x")]
    public static SparseRows GaussianKVjp(Tensor dY, int k, bool asPublished, SparseSlot into = default) =>
        GaussianKVjp(default(Identity), [dY], k, asPublished, into);

    /// <summary>Selects from the examples that another point let pass.</summary>
    [VjpOf(nameof(GaussianK), "x")]
    public static SparseRows GaussianKVjp(SparseExamples dY, int k, bool asPublished, SparseSlot into = default) =>
        ByVjp(dY, new GaussianK(k) { AsPublished = asPublished }, into);

    /// <summary>Produces the gradient element by element, then selects from it.</summary>
    [VjpOf(nameof(GaussianK), "x")]
    public static SparseRows GaussianKVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, int k, bool asPublished, SparseSlot into = default)
        where TKernel : struct, IElementwise => Run(new GaussianK(k) { AsPublished = asPublished }, pull, inputs, into.Take(inputs[0].Device), into);

    /// <summary>Lets about as many of the whole tensor's entries pass as a budget says: those above a threshold that a normal distribution suggests.</summary>
    /// <param name="x">The value whose gradient is selected from.</param>
    /// <param name="budget">How much passes; read at every forward pass.</param>
    /// <param name="asPublished">Whether the rule is that of arXiv 1911.08772, which may miss by far, not the bracketed one.</param>
    /// <returns><paramref name="x"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The budget is out of range.</exception>
    /// <exception cref="NotSupportedException">The budget is of a kind that does not go with this policy.</exception>
    /// <seealso cref="SparseDiff.GaussianK"/>
    [SparsityPoint]
    public static Tensor GaussianK(Tensor x, Budget budget, bool asPublished = false)
    {
        Check(nameof(GaussianK), budget, SelectionScope.Tensor, x.Shape, BudgetKind.Energy);
        return x;
    }

    /// <summary>Selects from a gradient that exists.</summary>
    [VjpOf(nameof(GaussianK), "x")]
    public static SparseRows GaussianKVjp(Tensor dY, Budget budget, bool asPublished, SparseSlot into = default) =>
        GaussianKVjp(default(Identity), [dY], budget, asPublished, into);

    /// <summary>Selects from the examples that another point let pass.</summary>
    [VjpOf(nameof(GaussianK), "x")]
    public static SparseRows GaussianKVjp(SparseExamples dY, Budget budget, bool asPublished, SparseSlot into = default) =>
        ByVjp(dY, new GaussianK(budget) { AsPublished = asPublished }, into);

    /// <summary>Produces the gradient element by element, then selects from it.</summary>
    [VjpOf(nameof(GaussianK), "x")]
    public static SparseRows GaussianKVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, Budget budget, bool asPublished, SparseSlot into = default)
        where TKernel : struct, IElementwise => Run(new GaussianK(budget) { AsPublished = asPublished }, pull, inputs, into.Take(inputs[0].Device), into);
}
