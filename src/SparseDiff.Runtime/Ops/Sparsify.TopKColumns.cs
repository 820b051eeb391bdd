using SparseDiff.Kernels;

namespace SparseDiff;

// The same as the scope Columns of Top-k, with the choices that only columns have.
public static partial class Sparsify
{
    /// <summary>Lets the share <paramref name="ratio"/> of the columns (of the last dimension) pass: those with the largest norms over the batch, meProp's unified selection (arXiv 1706.06197).</summary>
    /// <param name="x">The value whose gradient is selected from, [..., features].</param>
    /// <param name="ratio">In [0, 1]; read at every forward pass.</param>
    /// <param name="norm">The norm by which columns compete.</param>
    /// <param name="biasFromAll">Whether the gradient of a bias right before the point is the sum of all columns, as meProp has it.</param>
    /// <returns><paramref name="x"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The ratio is not in [0, 1].</exception>
    /// <seealso cref="SparseDiff.TopKColumns"/>
    [SparsityPoint]
    public static Tensor TopKColumns(Tensor x, float ratio, SliceNorm norm = SliceNorm.L1, bool biasFromAll = false)
    {
        SettingCheck.Norm(nameof(TopKColumns), norm);
        Count(nameof(TopKColumns), ratio, SelectionScope.Columns, x.Shape);
        return x;
    }

    /// <summary>Selects whole columns from a gradient that exists.</summary>
    [VjpOf(nameof(TopKColumns), "x")]
    public static SparseColumns TopKColumnsVjp(Tensor dY, float ratio, SliceNorm norm, bool biasFromAll, SparseSlot into = default) =>
        TopKColumnsVjp(default(Identity), [dY], ratio, norm, biasFromAll, into);

    /// <summary>Selects columns from the examples that another point let pass.</summary>
    [VjpOf(nameof(TopKColumns), "x")]
    public static SparseColumns TopKColumnsVjp(SparseExamples dY, float ratio, SliceNorm norm, bool biasFromAll, SparseSlot into = default) =>
        ByVjp(dY, new TopKColumns(ratio) { Norm = norm, BiasFromAll = biasFromAll }, into);

    /// <summary>Produces the gradient element by element and selects whole columns from it.</summary>
    [VjpOf(nameof(TopKColumns), "x")]
    public static SparseColumns TopKColumnsVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, float ratio, SliceNorm norm, bool biasFromAll, SparseSlot into = default)
        where TKernel : struct, IElementwise => Run(new TopKColumns(ratio) { Norm = norm, BiasFromAll = biasFromAll }, pull, inputs, SparseColumns.Take(into, inputs[0].Device), into);

    /// <summary>Lets <paramref name="k"/> columns (of the last dimension) pass: those with the largest norms over the batch, meProp's unified selection (arXiv 1706.06197).</summary>
    /// <param name="x">The value whose gradient is selected from, [..., features].</param>
    /// <param name="k">How many columns pass; read at every forward pass.</param>
    /// <param name="norm">The norm by which columns compete.</param>
    /// <param name="biasFromAll">Whether the gradient of a bias right before the point is the sum of all columns, as meProp has it.</param>
    /// <returns><paramref name="x"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1 or more than there are columns.</exception>
    /// <seealso cref="SparseDiff.TopKColumns"/>
    [SparsityPoint]
    public static Tensor TopKColumns(Tensor x, int k, SliceNorm norm = SliceNorm.L1, bool biasFromAll = false)
    {
        SettingCheck.Norm(nameof(TopKColumns), norm);
        Count(nameof(TopKColumns), k, SelectionScope.Columns, x.Shape);
        return x;
    }

    /// <summary>Selects whole columns from a gradient that exists.</summary>
    [VjpOf(nameof(TopKColumns), "x")]
    public static SparseColumns TopKColumnsVjp(Tensor dY, int k, SliceNorm norm, bool biasFromAll, SparseSlot into = default) =>
        TopKColumnsVjp(default(Identity), [dY], k, norm, biasFromAll, into);

    /// <summary>Selects columns from the examples that another point let pass.</summary>
    [VjpOf(nameof(TopKColumns), "x")]
    public static SparseColumns TopKColumnsVjp(SparseExamples dY, int k, SliceNorm norm, bool biasFromAll, SparseSlot into = default) =>
        ByVjp(dY, new TopKColumns(k) { Norm = norm, BiasFromAll = biasFromAll }, into);

    /// <summary>Produces the gradient element by element and selects whole columns from it.</summary>
    [VjpOf(nameof(TopKColumns), "x")]
    public static SparseColumns TopKColumnsVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, int k, SliceNorm norm, bool biasFromAll, SparseSlot into = default)
        where TKernel : struct, IElementwise => Run(new TopKColumns(k) { Norm = norm, BiasFromAll = biasFromAll }, pull, inputs, SparseColumns.Take(into, inputs[0].Device), into);

    /// <summary>Lets as many columns (of the last dimension) as a budget says pass: those with the largest norms over the batch, meProp's unified selection (arXiv 1706.06197).</summary>
    /// <param name="x">The value whose gradient is selected from, [..., features].</param>
    /// <param name="budget">How many columns pass, which share of them, or which share of the energy; read at every forward pass.</param>
    /// <param name="norm">The norm by which columns compete; with a budget of energy always L2.</param>
    /// <param name="biasFromAll">Whether the gradient of a bias right before the point is the sum of all columns, as meProp has it.</param>
    /// <returns><paramref name="x"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The budget is out of range.</exception>
    /// <exception cref="NotSupportedException">The budget is one of variance.</exception>
    /// <seealso cref="SparseDiff.TopKColumns"/>
    [SparsityPoint]
    public static Tensor TopKColumns(Tensor x, Budget budget, SliceNorm norm = SliceNorm.L1, bool biasFromAll = false)
    {
        SettingCheck.Norm(nameof(TopKColumns), norm);
        Check(nameof(TopKColumns), budget, SelectionScope.Columns, x.Shape, BudgetKind.Energy);
        return x;
    }

    /// <summary>Selects whole columns from a gradient that exists.</summary>
    [VjpOf(nameof(TopKColumns), "x")]
    public static SparseColumns TopKColumnsVjp(Tensor dY, Budget budget, SliceNorm norm, bool biasFromAll, SparseSlot into = default) =>
        TopKColumnsVjp(default(Identity), [dY], budget, norm, biasFromAll, into);

    /// <summary>Selects columns from the examples that another point let pass.</summary>
    [VjpOf(nameof(TopKColumns), "x")]
    public static SparseColumns TopKColumnsVjp(SparseExamples dY, Budget budget, SliceNorm norm, bool biasFromAll, SparseSlot into = default) =>
        ByVjp(dY, new TopKColumns(budget) { Norm = norm, BiasFromAll = biasFromAll }, into);

    /// <summary>Produces the gradient element by element and selects whole columns from it.</summary>
    [VjpOf(nameof(TopKColumns), "x")]
    public static SparseColumns TopKColumnsVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, Budget budget, SliceNorm norm, bool biasFromAll, SparseSlot into = default)
        where TKernel : struct, IElementwise => Run(new TopKColumns(budget) { Norm = norm, BiasFromAll = biasFromAll }, pull, inputs, SparseColumns.Take(into, inputs[0].Device), into);
}
