using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Sparsify
{
    /// <summary>Lets the share <paramref name="ratio"/> of the whole tensor's entries pass at random, whatever they are.</summary>
    /// <param name="x">The value whose gradient is selected from.</param>
    /// <param name="ratio">In [0, 1]; read at every forward pass.</param>
    /// <param name="seed">Equal seeds draw equally; each step draws anew.</param>
    /// <param name="scaled">Whether what passes is multiplied by d / k, which makes it unbiased.</param>
    /// <returns><paramref name="x"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The ratio is not in [0, 1].</exception>
    /// <seealso cref="SparseDiff.RandomK"/>
    [SparsityPoint]
    public static Tensor RandomK(Tensor x, float ratio, int seed = 0, bool scaled = true)
    {
        Count(nameof(RandomK), ratio, SelectionScope.Tensor, x.Shape);
        return x;
    }

    /// <summary>Selects from a gradient that exists.</summary>
    [VjpOf(nameof(RandomK), "x")]
    public static SparseRows RandomKVjp(Tensor dY, float ratio, int seed, bool scaled, SparseSlot into = default) =>
        RandomKVjp(default(Identity), [dY], ratio, seed, scaled, into);

    /// <summary>Selects from the examples that another point let pass.</summary>
    [VjpOf(nameof(RandomK), "x")]
    public static SparseRows RandomKVjp(SparseExamples dY, float ratio, int seed, bool scaled, SparseSlot into = default) =>
        ByVjp(dY, new RandomK(ratio) { Seed = seed, IsScaled = scaled }, into);

    /// <summary>Produces the gradient element by element, then selects from it.</summary>
    [VjpOf(nameof(RandomK), "x")]
    public static SparseRows RandomKVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, float ratio, int seed, bool scaled, SparseSlot into = default)
        where TKernel : struct, IElementwise => Run(new RandomK(ratio) { Seed = seed, IsScaled = scaled }, pull, inputs, into.Take(inputs[0].Device), into);

    /// <summary>Lets <paramref name="k"/> of the whole tensor's entries pass at random, whatever they are.</summary>
    /// <param name="x">The value whose gradient is selected from.</param>
    /// <param name="k">How many entries pass; read at every forward pass.</param>
    /// <param name="seed">Equal seeds draw equally; each step draws anew.</param>
    /// <param name="scaled">Whether what passes is multiplied by d / k, which makes it unbiased.</param>
    /// <returns><paramref name="x"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1 or more than there are entries.</exception>
    /// <seealso cref="SparseDiff.RandomK"/>
    [SparsityPoint]
    public static Tensor RandomK(Tensor x, int k, int seed = 0, bool scaled = true)
    {
        Count(nameof(RandomK), k, SelectionScope.Tensor, x.Shape);
        return x;
    }

    /// <summary>Selects from a gradient that exists.</summary>
    [VjpOf(nameof(RandomK), "x")]
    public static SparseRows RandomKVjp(Tensor dY, int k, int seed, bool scaled, SparseSlot into = default) =>
        RandomKVjp(default(Identity), [dY], k, seed, scaled, into);

    /// <summary>Selects from the examples that another point let pass.</summary>
    [VjpOf(nameof(RandomK), "x")]
    public static SparseRows RandomKVjp(SparseExamples dY, int k, int seed, bool scaled, SparseSlot into = default) =>
        ByVjp(dY, new RandomK(k) { Seed = seed, IsScaled = scaled }, into);

    /// <summary>Produces the gradient element by element, then selects from it.</summary>
    [VjpOf(nameof(RandomK), "x")]
    public static SparseRows RandomKVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, int k, int seed, bool scaled, SparseSlot into = default)
        where TKernel : struct, IElementwise => Run(new RandomK(k) { Seed = seed, IsScaled = scaled }, pull, inputs, into.Take(inputs[0].Device), into);

    /// <summary>Lets as many of the whole tensor's entries pass as a budget says, at random, whatever they are.</summary>
    /// <param name="x">The value whose gradient is selected from.</param>
    /// <param name="budget">How much passes; read at every forward pass.</param>
    /// <param name="seed">Equal seeds draw equally; each step draws anew.</param>
    /// <param name="scaled">Whether what passes is multiplied by d / k, which makes it unbiased.</param>
    /// <returns><paramref name="x"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The budget is out of range.</exception>
    /// <exception cref="NotSupportedException">The budget is of a kind that does not go with this policy.</exception>
    /// <seealso cref="SparseDiff.RandomK"/>
    [SparsityPoint]
    public static Tensor RandomK(Tensor x, Budget budget, int seed = 0, bool scaled = true)
    {
        Check(nameof(RandomK), budget, SelectionScope.Tensor, x.Shape, scaled ? BudgetKind.Variance : BudgetKind.Energy);
        return x;
    }

    /// <summary>Selects from a gradient that exists.</summary>
    [VjpOf(nameof(RandomK), "x")]
    public static SparseRows RandomKVjp(Tensor dY, Budget budget, int seed, bool scaled, SparseSlot into = default) =>
        RandomKVjp(default(Identity), [dY], budget, seed, scaled, into);

    /// <summary>Selects from the examples that another point let pass.</summary>
    [VjpOf(nameof(RandomK), "x")]
    public static SparseRows RandomKVjp(SparseExamples dY, Budget budget, int seed, bool scaled, SparseSlot into = default) =>
        ByVjp(dY, new RandomK(budget) { Seed = seed, IsScaled = scaled }, into);

    /// <summary>Produces the gradient element by element, then selects from it.</summary>
    [VjpOf(nameof(RandomK), "x")]
    public static SparseRows RandomKVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, Budget budget, int seed, bool scaled, SparseSlot into = default)
        where TKernel : struct, IElementwise => Run(new RandomK(budget) { Seed = seed, IsScaled = scaled }, pull, inputs, into.Take(inputs[0].Device), into);
}
