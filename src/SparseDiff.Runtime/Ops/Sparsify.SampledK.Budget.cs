using SparseDiff.Kernels;

namespace SparseDiff;

// Magnitude sampling with a count or a budget of any kind.
public static partial class Sparsify
{
    /// <summary>Lets an unbiased sample of the gradient pass, of about <paramref name="k"/> entries, columns or examples: see the overload with a ratio.</summary>
    /// <param name="x">The value whose gradient is sampled.</param>
    /// <param name="k">How many pass, give or take one; read at every forward pass.</param>
    /// <param name="seed">Equal seeds draw equally; each step draws anew.</param>
    /// <param name="scope">What is sampled from: the whole tensor, each row, the columns, or the examples.</param>
    /// <returns><paramref name="x"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1 or more than there are.</exception>
    [SparsityPoint]
    public static Tensor SampledK(Tensor x, int k, int seed = 0, SelectionScope scope = SelectionScope.Tensor)
    {
        CheckSampled(scope);
        Count(nameof(SampledK), k, scope, x.Shape);
        return x;
    }

    /// <summary>Samples entries from a gradient that exists.</summary>
    [VjpOf(nameof(SampledK), "x")]
    public static SparseRows SampledKVjp(Tensor dY, int k, int seed, SelectionScope scope, SparseSlot into = default) =>
        SampledKVjp(default(Identity), [dY], k, seed, scope, into);

    /// <summary>Samples from the examples that another point let pass.</summary>
    [VjpOf(nameof(SampledK), "x")]
    public static SparseRows SampledKVjp(SparseExamples dY, int k, int seed, SelectionScope scope, SparseSlot into = default) =>
        ByVjp(dY, new SampledK(k) { Seed = seed, Scope = scope }, into);

    /// <summary>Produces the gradient element by element and samples entries from it.</summary>
    [VjpOf(nameof(SampledK), "x")]
    public static SparseRows SampledKVjp<TKernel>(
        in TKernel pull, ReadOnlySpan<Tensor> inputs, int k, int seed, SelectionScope scope, SparseSlot into = default)
        where TKernel : struct, IElementwise => Run(new SampledK(k) { Seed = seed, Scope = scope }, pull, inputs, into.Take(inputs[0].Device), into);

    /// <summary>Samples columns from a gradient that exists.</summary>
    [VjpOf(nameof(SampledK), "x"), ForArgument("scope", SelectionScope.Columns)]
    public static SparseColumns SampledKColumnsVjp(Tensor dY, int k, int seed, SparseSlot into = default) =>
        ByVjp(dY, new SampledColumns(k) { Seed = seed }, into);

    /// <summary>Samples columns from the examples that another point let pass.</summary>
    [VjpOf(nameof(SampledK), "x"), ForArgument("scope", SelectionScope.Columns)]
    public static SparseColumns SampledKColumnsVjp(SparseExamples dY, int k, int seed, SparseSlot into = default) =>
        ByVjp(dY, new SampledColumns(k) { Seed = seed }, into);

    /// <summary>Produces the gradient element by element and samples columns from it.</summary>
    [VjpOf(nameof(SampledK), "x"), ForArgument("scope", SelectionScope.Columns)]
    public static SparseColumns SampledKColumnsVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, int k, int seed, SparseSlot into = default)
        where TKernel : struct, IElementwise => ByVjp(pull, inputs, new SampledColumns(k) { Seed = seed }, into);

    /// <summary>Samples examples from a gradient that exists.</summary>
    [VjpOf(nameof(SampledK), "x"), ForArgument("scope", SelectionScope.Examples)]
    public static SparseExamples SampledKExamplesVjp(Tensor dY, int k, int seed, SparseSlot into = default) =>
        ByVjp(dY, new SampledExamples(k) { Seed = seed }, into);

    /// <summary>Samples from the examples that another point let pass.</summary>
    [VjpOf(nameof(SampledK), "x"), ForArgument("scope", SelectionScope.Examples)]
    public static SparseExamples SampledKExamplesVjp(SparseExamples dY, int k, int seed, SparseSlot into = default) =>
        ByVjp(dY, new SampledExamples(k) { Seed = seed }, into);

    /// <summary>Produces the gradient element by element and samples examples from it.</summary>
    [VjpOf(nameof(SampledK), "x"), ForArgument("scope", SelectionScope.Examples)]
    public static SparseExamples SampledKExamplesVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, int k, int seed, SparseSlot into = default)
        where TKernel : struct, IElementwise => ByVjp(pull, inputs, new SampledExamples(k) { Seed = seed }, into);

    /// <summary>Lets an unbiased sample of the gradient pass, as large as a budget says: see the overload with a ratio.</summary>
    /// <param name="x">The value whose gradient is sampled.</param>
    /// <param name="budget">A count, a ratio, or how much variance the sample may add, relative to ‖g‖² (of each row by itself where rows compete); read at every forward pass.</param>
    /// <param name="seed">Equal seeds draw equally; each step draws anew.</param>
    /// <param name="scope">What is sampled from: the whole tensor, each row, the columns, or the examples.</param>
    /// <returns><paramref name="x"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The budget is out of range.</exception>
    /// <exception cref="NotSupportedException">The budget is one of energy.</exception>
    [SparsityPoint]
    public static Tensor SampledK(Tensor x, Budget budget, int seed = 0, SelectionScope scope = SelectionScope.Tensor)
    {
        CheckSampled(scope);
        Check(nameof(SampledK), budget, scope, x.Shape, BudgetKind.Variance);
        return x;
    }

    /// <summary>Samples entries from a gradient that exists.</summary>
    [VjpOf(nameof(SampledK), "x")]
    public static SparseRows SampledKVjp(Tensor dY, Budget budget, int seed, SelectionScope scope, SparseSlot into = default) =>
        SampledKVjp(default(Identity), [dY], budget, seed, scope, into);

    /// <summary>Samples from the examples that another point let pass.</summary>
    [VjpOf(nameof(SampledK), "x")]
    public static SparseRows SampledKVjp(SparseExamples dY, Budget budget, int seed, SelectionScope scope, SparseSlot into = default) =>
        ByVjp(dY, new SampledK(budget) { Seed = seed, Scope = scope }, into);

    /// <summary>Produces the gradient element by element and samples entries from it.</summary>
    [VjpOf(nameof(SampledK), "x")]
    public static SparseRows SampledKVjp<TKernel>(
        in TKernel pull, ReadOnlySpan<Tensor> inputs, Budget budget, int seed, SelectionScope scope, SparseSlot into = default)
        where TKernel : struct, IElementwise => Run(new SampledK(budget) { Seed = seed, Scope = scope }, pull, inputs, into.Take(inputs[0].Device), into);

    /// <summary>Samples columns from a gradient that exists.</summary>
    [VjpOf(nameof(SampledK), "x"), ForArgument("scope", SelectionScope.Columns)]
    public static SparseColumns SampledKColumnsVjp(Tensor dY, Budget budget, int seed, SparseSlot into = default) =>
        ByVjp(dY, new SampledColumns(budget) { Seed = seed }, into);

    /// <summary>Samples columns from the examples that another point let pass.</summary>
    [VjpOf(nameof(SampledK), "x"), ForArgument("scope", SelectionScope.Columns)]
    public static SparseColumns SampledKColumnsVjp(SparseExamples dY, Budget budget, int seed, SparseSlot into = default) =>
        ByVjp(dY, new SampledColumns(budget) { Seed = seed }, into);

    /// <summary>Produces the gradient element by element and samples columns from it.</summary>
    [VjpOf(nameof(SampledK), "x"), ForArgument("scope", SelectionScope.Columns)]
    public static SparseColumns SampledKColumnsVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, Budget budget, int seed, SparseSlot into = default)
        where TKernel : struct, IElementwise => ByVjp(pull, inputs, new SampledColumns(budget) { Seed = seed }, into);

    /// <summary>Samples examples from a gradient that exists.</summary>
    [VjpOf(nameof(SampledK), "x"), ForArgument("scope", SelectionScope.Examples)]
    public static SparseExamples SampledKExamplesVjp(Tensor dY, Budget budget, int seed, SparseSlot into = default) =>
        ByVjp(dY, new SampledExamples(budget) { Seed = seed }, into);

    /// <summary>Samples from the examples that another point let pass.</summary>
    [VjpOf(nameof(SampledK), "x"), ForArgument("scope", SelectionScope.Examples)]
    public static SparseExamples SampledKExamplesVjp(SparseExamples dY, Budget budget, int seed, SparseSlot into = default) =>
        ByVjp(dY, new SampledExamples(budget) { Seed = seed }, into);

    /// <summary>Produces the gradient element by element and samples examples from it.</summary>
    [VjpOf(nameof(SampledK), "x"), ForArgument("scope", SelectionScope.Examples)]
    public static SparseExamples SampledKExamplesVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, Budget budget, int seed, SparseSlot into = default)
        where TKernel : struct, IElementwise => ByVjp(pull, inputs, new SampledExamples(budget) { Seed = seed }, into);
}
