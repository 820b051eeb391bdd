using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Sparsify
{
    /// <summary>Lets about the share <paramref name="ratio"/> of the whole tensor's entries pass: those above a threshold that a sample suggests, as in Deep Gradient Compression.</summary>
    /// <param name="x">The value whose gradient is selected from.</param>
    /// <param name="ratio">In [0, 1]; read at every forward pass.</param>
    /// <returns><paramref name="x"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The ratio is not in [0, 1].</exception>
    /// <seealso cref="SparseDiff.DgcK"/>
    [SparsityPoint]
    public static Tensor DgcK(Tensor x, float ratio)
    {
        Count(nameof(DgcK), ratio, SelectionScope.Tensor, x.Shape);
        return x;
    }

    /// <summary>Selects from a gradient that exists.</summary>
    [VjpOf(nameof(DgcK), "x")]
    public static SparseRows DgcKVjp(Tensor dY, float ratio, SparseSlot into = default) =>
        DgcKVjp(default(Identity), [dY], ratio, into);

    /// <summary>Selects from the examples that another point let pass.</summary>
    [VjpOf(nameof(DgcK), "x")]
    public static SparseRows DgcKVjp(SparseExamples dY, float ratio, SparseSlot into = default) =>
        ByVjp(dY, new DgcK(ratio), into);

    /// <summary>Produces the gradient element by element, then selects from it.</summary>
    [VjpOf(nameof(DgcK), "x")]
    public static SparseRows DgcKVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, float ratio, SparseSlot into = default)
        where TKernel : struct, IElementwise => Run(new DgcK(ratio), pull, inputs, into.Take(inputs[0].Device), into);

    /// <summary>Lets about <paramref name="k"/> of the whole tensor's entries pass: those above a threshold that a sample suggests, as in Deep Gradient Compression.</summary>
    /// <param name="x">The value whose gradient is selected from.</param>
    /// <param name="k">How many entries pass, about; read at every forward pass.</param>
    /// <returns><paramref name="x"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1 or more than there are entries.</exception>
    /// <seealso cref="SparseDiff.DgcK"/>
    [SparsityPoint]
    public static Tensor DgcK(Tensor x, int k)
    {
        Count(nameof(DgcK), k, SelectionScope.Tensor, x.Shape);
        return x;
    }

    /// <summary>Selects from a gradient that exists.</summary>
    [VjpOf(nameof(DgcK), "x")]
    public static SparseRows DgcKVjp(Tensor dY, int k, SparseSlot into = default) =>
        DgcKVjp(default(Identity), [dY], k, into);

    /// <summary>Selects from the examples that another point let pass.</summary>
    [VjpOf(nameof(DgcK), "x")]
    public static SparseRows DgcKVjp(SparseExamples dY, int k, SparseSlot into = default) =>
        ByVjp(dY, new DgcK(k), into);

    /// <summary>Produces the gradient element by element, then selects from it.</summary>
    [VjpOf(nameof(DgcK), "x")]
    public static SparseRows DgcKVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, int k, SparseSlot into = default)
        where TKernel : struct, IElementwise => Run(new DgcK(k), pull, inputs, into.Take(inputs[0].Device), into);

    /// <summary>Lets about as many of the whole tensor's entries pass as a budget says: those above a threshold that a sample suggests, as in Deep Gradient Compression.</summary>
    /// <param name="x">The value whose gradient is selected from.</param>
    /// <param name="budget">How much passes; read at every forward pass.</param>
    /// <returns><paramref name="x"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The budget is out of range.</exception>
    /// <exception cref="NotSupportedException">The budget is of a kind that does not go with this policy.</exception>
    /// <seealso cref="SparseDiff.DgcK"/>
    [SparsityPoint]
    public static Tensor DgcK(Tensor x, Budget budget)
    {
        Check(nameof(DgcK), budget, SelectionScope.Tensor, x.Shape, BudgetKind.Energy);
        return x;
    }

    /// <summary>Selects from a gradient that exists.</summary>
    [VjpOf(nameof(DgcK), "x")]
    public static SparseRows DgcKVjp(Tensor dY, Budget budget, SparseSlot into = default) =>
        DgcKVjp(default(Identity), [dY], budget, into);

    /// <summary>Selects from the examples that another point let pass.</summary>
    [VjpOf(nameof(DgcK), "x")]
    public static SparseRows DgcKVjp(SparseExamples dY, Budget budget, SparseSlot into = default) =>
        ByVjp(dY, new DgcK(budget), into);

    /// <summary>Produces the gradient element by element, then selects from it.</summary>
    [VjpOf(nameof(DgcK), "x")]
    public static SparseRows DgcKVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, Budget budget, SparseSlot into = default)
        where TKernel : struct, IElementwise => Run(new DgcK(budget), pull, inputs, into.Take(inputs[0].Device), into);
}
