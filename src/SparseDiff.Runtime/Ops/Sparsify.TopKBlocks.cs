using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Sparsify
{
    private const string AmongBlocks = "of blocks";

    /// <summary>Lets the share <paramref name="ratio"/> of the gradient's blocks pass: contiguous stretches of entries with the largest norms.</summary>
    /// <param name="x">The value whose gradient is selected from.</param>
    /// <param name="ratio">In [0, 1]; read at every forward pass.</param>
    /// <param name="size">Entries of a block, at least 1.</param>
    /// <param name="norm">The norm by which blocks compete.</param>
    /// <returns><paramref name="x"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The ratio is not in [0, 1], or the size is less than 1.</exception>
    /// <seealso cref="SparseDiff.TopKBlocks"/>
    [SparsityPoint]
    public static Tensor TopKBlocks(Tensor x, float ratio, int size, SliceNorm norm = SliceNorm.L1)
    {
        SettingCheck.Size(nameof(TopKBlocks), size);
        SettingCheck.Norm(nameof(TopKBlocks), norm);
        SelectionSize.FromRatio(nameof(TopKBlocks), ratio, SparseDiff.TopKBlocks.Count(x.Length, size));
        return x;
    }

    /// <summary>Lets <paramref name="k"/> blocks of the gradient pass: contiguous stretches of entries with the largest norms.</summary>
    /// <param name="x">The value whose gradient is selected from.</param>
    /// <param name="k">How many blocks pass; read at every forward pass.</param>
    /// <param name="size">Entries of a block, at least 1.</param>
    /// <param name="norm">The norm by which blocks compete.</param>
    /// <returns><paramref name="x"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1 or more than there are blocks, or the size is less than 1.</exception>
    /// <seealso cref="SparseDiff.TopKBlocks"/>
    [SparsityPoint]
    public static Tensor TopKBlocks(Tensor x, int k, int size, SliceNorm norm = SliceNorm.L1)
    {
        SettingCheck.Size(nameof(TopKBlocks), size);
        SettingCheck.Norm(nameof(TopKBlocks), norm);
        SelectionSize.FromCount(nameof(TopKBlocks), k, SparseDiff.TopKBlocks.Count(x.Length, size), AmongBlocks);
        return x;
    }

    /// <summary>Selects from a gradient that exists.</summary>
    [VjpOf(nameof(TopKBlocks), "x")]
    public static SparseRows TopKBlocksVjp(Tensor dY, float ratio, int size, SliceNorm norm, SparseSlot into = default) =>
        TopKBlocksVjp(default(Identity), [dY], ratio, size, norm, into);

    /// <summary>Selects from the examples that another point let pass.</summary>
    [VjpOf(nameof(TopKBlocks), "x")]
    public static SparseRows TopKBlocksVjp(SparseExamples dY, float ratio, int size, SliceNorm norm, SparseSlot into = default) =>
        ByVjp(dY, new TopKBlocks(ratio, size) { Norm = norm }, into);

    /// <summary>Selects from a gradient that exists.</summary>
    [VjpOf(nameof(TopKBlocks), "x")]
    public static SparseRows TopKBlocksVjp(Tensor dY, int k, int size, SliceNorm norm, SparseSlot into = default) =>
        TopKBlocksVjp(default(Identity), [dY], k, size, norm, into);

    /// <summary>Selects from the examples that another point let pass.</summary>
    [VjpOf(nameof(TopKBlocks), "x")]
    public static SparseRows TopKBlocksVjp(SparseExamples dY, int k, int size, SliceNorm norm, SparseSlot into = default) =>
        ByVjp(dY, new TopKBlocks(k, size) { Norm = norm }, into);

    /// <summary>Produces the gradient element by element, then selects from it.</summary>
    [VjpOf(nameof(TopKBlocks), "x")]
    public static SparseRows TopKBlocksVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, float ratio, int size, SliceNorm norm, SparseSlot into = default)
        where TKernel : struct, IElementwise => Run(new TopKBlocks(ratio, size) { Norm = norm }, pull, inputs, into.Take(inputs[0].Device), into);

    /// <summary>Produces the gradient element by element, then selects from it.</summary>
    [VjpOf(nameof(TopKBlocks), "x")]
    public static SparseRows TopKBlocksVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, int k, int size, SliceNorm norm, SparseSlot into = default)
        where TKernel : struct, IElementwise => Run(new TopKBlocks(k, size) { Norm = norm }, pull, inputs, into.Take(inputs[0].Device), into);

    /// <summary>Lets as many blocks of the gradient pass as a budget says: contiguous stretches of entries with the largest norms.</summary>
    /// <param name="x">The value whose gradient is selected from.</param>
    /// <param name="budget">How many blocks pass, which share of them, or which share of the energy; read at every forward pass.</param>
    /// <param name="size">Entries of a block, at least 1.</param>
    /// <param name="norm">The norm by which blocks compete; with a budget of energy always L2.</param>
    /// <returns><paramref name="x"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The budget is out of range, or the size is less than 1.</exception>
    /// <exception cref="NotSupportedException">The budget is one of variance.</exception>
    /// <seealso cref="SparseDiff.TopKBlocks"/>
    [SparsityPoint]
    public static Tensor TopKBlocks(Tensor x, Budget budget, int size, SliceNorm norm = SliceNorm.L1)
    {
        SettingCheck.Size(nameof(TopKBlocks), size);
        SettingCheck.Norm(nameof(TopKBlocks), norm);
        if (budget.Kind == BudgetKind.Energy)
            budget.Checked(nameof(TopKBlocks));
        else
            budget.CountOf(nameof(TopKBlocks), SparseDiff.TopKBlocks.Count(x.Length, size), AmongBlocks);
        return x;
    }

    /// <summary>Selects from a gradient that exists.</summary>
    [VjpOf(nameof(TopKBlocks), "x")]
    public static SparseRows TopKBlocksVjp(Tensor dY, Budget budget, int size, SliceNorm norm, SparseSlot into = default) =>
        TopKBlocksVjp(default(Identity), [dY], budget, size, norm, into);

    /// <summary>Selects from the examples that another point let pass.</summary>
    [VjpOf(nameof(TopKBlocks), "x")]
    public static SparseRows TopKBlocksVjp(SparseExamples dY, Budget budget, int size, SliceNorm norm, SparseSlot into = default) =>
        ByVjp(dY, new TopKBlocks(budget, size) { Norm = norm }, into);

    /// <summary>Produces the gradient element by element, then selects from it.</summary>
    [VjpOf(nameof(TopKBlocks), "x")]
    public static SparseRows TopKBlocksVjp<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, Budget budget, int size, SliceNorm norm, SparseSlot into = default)
        where TKernel : struct, IElementwise => Run(new TopKBlocks(budget, size) { Norm = norm }, pull, inputs, into.Take(inputs[0].Device), into);
}
