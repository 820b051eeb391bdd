using SparseDiff.Kernels;

namespace SparseDiff;

// Top-k with a budget of any kind.
public static partial class Sparsify
{
    /// <summary>Lets as much of the gradient pass as a budget says: the entries, columns or examples that are largest in magnitude or norm.</summary>
    /// <param name="x">The value whose gradient is selected from, [..., features].</param>
    /// <param name="budget">A count, a ratio, or which share of the energy ‖g‖² passes (of each row or part of a feature map by itself where they compete); read at every forward pass.</param>
    /// <param name="scope">What competes.</param>
    /// <returns><paramref name="x"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The budget is out of range.</exception>
    /// <exception cref="NotSupportedException">The budget does not go with the scope.</exception>
    [SparsityPoint]
    public static Tensor TopK(Tensor x, Budget budget, SelectionScope scope = SelectionScope.Row)
    {
        Check(nameof(TopK), budget, scope, x.Shape, BudgetKind.Energy);
        if (IsOfMaps(scope))
            MapWidth(nameof(TopK), scope, x.Shape);
        return x;
    }

    /// <summary>Selects from a gradient that exists.</summary>
    [VjpOf(nameof(TopK), "x")]
    public static SparseRows TopKVjp(Tensor dY, Budget budget, SelectionScope scope, SparseSlot into = default) =>
        TopKVjp(default(Identity), [dY], budget, scope, into);

    /// <summary>Selects from the examples that another point let pass.</summary>
    [VjpOf(nameof(TopK), "x")]
    public static SparseRows TopKVjp(SparseExamples dY, Budget budget, SelectionScope scope, SparseSlot into = default) =>
        budget.Kind == BudgetKind.Energy && !IsOfMaps(scope) ? ByVjp(dY, new TopK(budget) { Scope = scope }, into) : OfExamples(dY, budget, scope, into);

    /// <summary>Produces the gradient element by element and selects from it.</summary>
    [VjpOf(nameof(TopK), "x")]
    public static SparseRows TopKVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, Budget budget, SelectionScope scope, SparseSlot into = default)
        where TKernel : struct, IElementwise => budget.Kind switch
        {
            BudgetKind.Count => TopKVjp(pull, inputs, (int)budget.Value, scope, into),
            BudgetKind.Ratio => TopKVjp(pull, inputs, (float)budget.Value, scope, into),
            _ when IsOfMaps(scope) => MapsVjp(pull, inputs, budget, scope, into),
            _ => Run(new TopK(budget) { Scope = scope }, pull, inputs, into.Take(inputs[0].Device), into),
        };

    /// <summary>Selects whole columns from a gradient that exists.</summary>
    [VjpOf(nameof(TopK), "x"), ForArgument("scope", SelectionScope.Columns)]
    public static SparseColumns TopKColumnsVjp(Tensor dY, Budget budget, SparseSlot into = default) => Columns(dY, budget, into);

    /// <summary>Selects columns from the examples that another point let pass.</summary>
    [VjpOf(nameof(TopK), "x"), ForArgument("scope", SelectionScope.Columns)]
    public static SparseColumns TopKColumnsVjp(SparseExamples dY, Budget budget, SparseSlot into = default) => ColumnsOfExamples(dY, budget, into);

    /// <summary>Produces the gradient element by element and selects whole columns from it.</summary>
    [VjpOf(nameof(TopK), "x"), ForArgument("scope", SelectionScope.Columns)]
    public static SparseColumns TopKColumnsVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, Budget budget, SparseSlot into = default)
        where TKernel : struct, IElementwise => Columns(Produce(pull, inputs), budget, into);

    private static SparseRows MapsVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, Budget budget, SelectionScope scope, SparseSlot into)
        where TKernel : struct, IElementwise
    {
        Span<int> shape = stackalloc int[Broadcasting.MaximalRank(inputs)];
        Broadcasting.Shape(inputs, shape);
        Check(nameof(TopK), budget, scope, shape, BudgetKind.Energy);
        MapWidth(nameof(TopK), scope, shape);
        SparseRows result = into.Take(inputs[0].Device);
        SelectMaps(pull, inputs, shape, budget, scope, result);
        Show(into, pull, inputs, result);
        return result;
    }
}
