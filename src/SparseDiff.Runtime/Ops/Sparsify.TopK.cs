using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Sparsify
{
    /// <summary>Lets the share <paramref name="ratio"/> of the gradient's entries pass: those largest in magnitude.</summary>
    /// <remarks>
    /// k = max(⌊ratio · d⌋, 1) of the d entries of each row or of the tensor, or of the columns; ties go to the lowest index. This is meProp
    /// (arXiv 1706.06197). It is biased: small pushes that agree over many examples never pass, and on hard data it can train
    /// badly where <c>SampledK</c> at the same cost trains well.
    /// </remarks>
    /// <param name="x">The value whose gradient is selected from, [..., features].</param>
    /// <param name="ratio">In [0, 1]; read at every forward pass.</param>
    /// <param name="scope">Which entries compete.</param>
    /// <returns><paramref name="x"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The ratio is not in [0, 1].</exception>
    [SparsityPoint]
    public static Tensor TopK(Tensor x, float ratio, SelectionScope scope = SelectionScope.Row)
    {
        Count(nameof(TopK), ratio, scope, x.Shape);
        return x;
    }

    /// <summary>Lets <paramref name="k"/> entries of each row (or of the tensor) pass: those largest in magnitude.</summary>
    /// <param name="x">The value whose gradient is selected from, [..., features].</param>
    /// <param name="k">How many entries pass; read at every forward pass.</param>
    /// <param name="scope">Which entries compete.</param>
    /// <returns><paramref name="x"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1 or more than the entries that compete.</exception>
    [SparsityPoint]
    public static Tensor TopK(Tensor x, int k, SelectionScope scope = SelectionScope.Row)
    {
        Count(nameof(TopK), k, scope, x.Shape);
        return x;
    }

    /// <summary>Selects from a gradient that exists.</summary>
    [VjpOf(nameof(TopK), "x")]
    public static SparseRows TopKVjp(Tensor dY, float ratio, SelectionScope scope, SparseSlot into = default) =>
        TopKVjp(default(Identity), [dY], ratio, scope, into);

    /// <summary>Selects from the examples that another point let pass.</summary>
    [VjpOf(nameof(TopK), "x")]
    public static SparseRows TopKVjp(SparseExamples dY, float ratio, SelectionScope scope, SparseSlot into = default) =>
        OfExamples(dY, ratio, scope, into);

    /// <summary>Selects from a gradient that exists.</summary>
    [VjpOf(nameof(TopK), "x")]
    public static SparseRows TopKVjp(Tensor dY, int k, SelectionScope scope, SparseSlot into = default) =>
        TopKVjp(default(Identity), [dY], k, scope, into);

    /// <summary>Selects from the examples that another point let pass.</summary>
    [VjpOf(nameof(TopK), "x")]
    public static SparseRows TopKVjp(SparseExamples dY, int k, SelectionScope scope, SparseSlot into = default) =>
        OfExamples(dY, k, scope, into);

    /// <summary>Produces the gradient element by element and selects from it in the same pass; it never exists as a whole.</summary>
    [VjpOf(nameof(TopK), "x")]
    public static SparseRows TopKVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, float ratio, SelectionScope scope, SparseSlot into = default)
        where TKernel : struct, IElementwise
    {
        Span<int> shape = stackalloc int[Broadcasting.MaximalRank(inputs)];
        Broadcasting.Shape(inputs, shape);
        return Select(pull, inputs, shape, Count(nameof(TopK), ratio, scope, shape), scope, into);
    }

    /// <summary>Produces the gradient element by element and selects from it in the same pass; it never exists as a whole.</summary>
    [VjpOf(nameof(TopK), "x")]
    public static SparseRows TopKVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, int k, SelectionScope scope, SparseSlot into = default)
        where TKernel : struct, IElementwise
    {
        Span<int> shape = stackalloc int[Broadcasting.MaximalRank(inputs)];
        Broadcasting.Shape(inputs, shape);
        return Select(pull, inputs, shape, Count(nameof(TopK), k, scope, shape), scope, into);
    }

    /// <summary>Selects whole columns from a gradient that exists.</summary>
    [VjpOf(nameof(TopK), "x"), ForArgument("scope", SelectionScope.Columns)]
    public static SparseColumns TopKColumnsVjp(Tensor dY, float ratio, SparseSlot into = default) => Columns(dY, ratio, into);

    /// <summary>Selects columns from the examples that another point let pass.</summary>
    [VjpOf(nameof(TopK), "x"), ForArgument("scope", SelectionScope.Columns)]
    public static SparseColumns TopKColumnsVjp(SparseExamples dY, float ratio, SparseSlot into = default) => ColumnsOfExamples(dY, ratio, into);

    /// <summary>Selects whole columns from a gradient that exists.</summary>
    [VjpOf(nameof(TopK), "x"), ForArgument("scope", SelectionScope.Columns)]
    public static SparseColumns TopKColumnsVjp(Tensor dY, int k, SparseSlot into = default) => Columns(dY, k, into);

    /// <summary>Selects columns from the examples that another point let pass.</summary>
    [VjpOf(nameof(TopK), "x"), ForArgument("scope", SelectionScope.Columns)]
    public static SparseColumns TopKColumnsVjp(SparseExamples dY, int k, SparseSlot into = default) => ColumnsOfExamples(dY, k, into);

    /// <summary>Produces the gradient element by element and selects whole columns from it.</summary>
    [VjpOf(nameof(TopK), "x"), ForArgument("scope", SelectionScope.Columns)]
    public static SparseColumns TopKColumnsVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, float ratio, SparseSlot into = default)
        where TKernel : struct, IElementwise => Columns(Produce(pull, inputs), ratio, into);

    /// <summary>Produces the gradient element by element and selects whole columns from it.</summary>
    [VjpOf(nameof(TopK), "x"), ForArgument("scope", SelectionScope.Columns)]
    public static SparseColumns TopKColumnsVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, int k, SparseSlot into = default)
        where TKernel : struct, IElementwise => Columns(Produce(pull, inputs), k, into);

    private static SparseColumns Columns(Tensor dY, Budget budget, SparseSlot into)
    {
        SparseColumns result = SparseColumns.Take(into, dY.Device);
        SlicePolicy.TopK(dY, budget, SliceNorm.L1, result);
        Show(into, default(Identity), [dY], result);
        return result;
    }

    private static SparseRows Select<TKernel>(
        in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, int k, SelectionScope scope, SparseSlot into)
        where TKernel : struct, IElementwise
    {
        Device device = inputs[0].Device;
        SparseRows result = into.Take(device);
        if (scope == SelectionScope.Row)
            device.Kernels.SelectRows(pull, inputs, shape, k, result);
        else if (IsOfMaps(scope))
            SelectMaps(pull, inputs, shape, k, scope, result);
        else if (scope == SelectionScope.Tensor)
            device.Kernels.SelectTensor(pull, inputs, shape, k, result);
        else
            throw Unknown(nameof(TopK), scope);
        Show(into, pull, inputs, result);
        return result;
    }
}
