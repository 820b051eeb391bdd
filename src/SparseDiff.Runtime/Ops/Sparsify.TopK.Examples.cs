using SparseDiff.Kernels;

namespace SparseDiff;

// Top-k of whole examples, by the L2 norms of their gradients.
public static partial class Sparsify
{
    /// <summary>Selects whole examples from a gradient that exists.</summary>
    [VjpOf(nameof(TopK), "x"), ForArgument("scope", SelectionScope.Examples)]
    public static SparseExamples TopKExamplesVjp(Tensor dY, float ratio, SparseSlot into = default) => ByVjp(dY, new TopKExamples(ratio), into);

    /// <summary>Selects from the examples that another point let pass.</summary>
    [VjpOf(nameof(TopK), "x"), ForArgument("scope", SelectionScope.Examples)]
    public static SparseExamples TopKExamplesVjp(SparseExamples dY, float ratio, SparseSlot into = default) => ByVjp(dY, new TopKExamples(ratio), into);

    /// <summary>Produces the gradient element by element and selects whole examples from it.</summary>
    [VjpOf(nameof(TopK), "x"), ForArgument("scope", SelectionScope.Examples)]
    public static SparseExamples TopKExamplesVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, float ratio, SparseSlot into = default)
        where TKernel : struct, IElementwise => ByVjp(pull, inputs, new TopKExamples(ratio), into);

    /// <summary>Selects whole examples from a gradient that exists.</summary>
    [VjpOf(nameof(TopK), "x"), ForArgument("scope", SelectionScope.Examples)]
    public static SparseExamples TopKExamplesVjp(Tensor dY, int k, SparseSlot into = default) => ByVjp(dY, new TopKExamples(k), into);

    /// <summary>Selects from the examples that another point let pass.</summary>
    [VjpOf(nameof(TopK), "x"), ForArgument("scope", SelectionScope.Examples)]
    public static SparseExamples TopKExamplesVjp(SparseExamples dY, int k, SparseSlot into = default) => ByVjp(dY, new TopKExamples(k), into);

    /// <summary>Produces the gradient element by element and selects whole examples from it.</summary>
    [VjpOf(nameof(TopK), "x"), ForArgument("scope", SelectionScope.Examples)]
    public static SparseExamples TopKExamplesVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, int k, SparseSlot into = default)
        where TKernel : struct, IElementwise => ByVjp(pull, inputs, new TopKExamples(k), into);

    /// <summary>Selects whole examples from a gradient that exists.</summary>
    [VjpOf(nameof(TopK), "x"), ForArgument("scope", SelectionScope.Examples)]
    public static SparseExamples TopKExamplesVjp(Tensor dY, Budget budget, SparseSlot into = default) => ByVjp(dY, new TopKExamples(budget), into);

    /// <summary>Selects from the examples that another point let pass.</summary>
    [VjpOf(nameof(TopK), "x"), ForArgument("scope", SelectionScope.Examples)]
    public static SparseExamples TopKExamplesVjp(SparseExamples dY, Budget budget, SparseSlot into = default) => ByVjp(dY, new TopKExamples(budget), into);

    /// <summary>Produces the gradient element by element and selects whole examples from it.</summary>
    [VjpOf(nameof(TopK), "x"), ForArgument("scope", SelectionScope.Examples)]
    public static SparseExamples TopKExamplesVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, Budget budget, SparseSlot into = default)
        where TKernel : struct, IElementwise => ByVjp(pull, inputs, new TopKExamples(budget), into);
}
