using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>
/// Keeps the k columns (of the last dimension) with the largest norms over the batch: meProp's unified selection (arXiv
/// 1706.06197, section 3.2). Ties go to the lowest column; a column with a not-a-number ranks first.
/// </summary>
/// <param name="budget">How many columns pass, which share of them, or which share of the energy.</param>
public sealed class TopKColumns(Budget budget) : ISelection<SparseColumns>, ICheckedSelection
{
    /// <summary>How many columns pass; may change at every step.</summary>
    public Budget Budget { get; set; } = budget;

    /// <summary>The norm by which columns compete; with a budget of energy always L2.</summary>
    public SliceNorm Norm { get; set; } = SliceNorm.L1;

    /// <summary>Whether the gradient of a bias is the sum of all columns, as meProp has it, not only of those that pass.</summary>
    public bool BiasFromAll { get; set; }

    void ICheckedSelection.Check(ReadOnlySpan<int> shape)
    {
        SettingCheck.Norm(nameof(TopKColumns), Norm);
        SettingCheck.Of(nameof(TopKColumns), Budget, SettingCheck.Width(shape), "of columns", BudgetKind.Energy);
    }

    /// <inheritdoc/>
    public void Select(Tensor gradient, SparseColumns into, ulong draw)
    {
        SlicePolicy.TopK(gradient, Budget, Norm, into);
        if (BiasFromAll)
            gradient.Device.Kernels.SumTo(gradient.Rank == 0 ? gradient.View(1) : gradient, into.BeginAllColumnSums(), scale: 1, accumulate: false);
    }

    /// <inheritdoc/>
    public void Select(SparseExamples gradient, SparseColumns into, ulong draw)
    {
        ExampleBlock.Select(this, gradient, into, draw);
        if (BiasFromAll && into.AllColumnSums is null)
            gradient.Device.Kernels.Fill(into.BeginAllColumnSums(), 0); // There is no example.
    }
}
