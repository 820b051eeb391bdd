namespace SparseDiff;

/// <summary>Keeps the k examples (of the first dimension) with the largest norms. Biased: <see cref="SampledExamples"/> is the unbiased form.</summary>
/// <param name="budget">How many examples pass, which share of them, or which share of the energy.</param>
public sealed class TopKExamples(Budget budget) : ISelection<SparseExamples>, ICheckedSelection
{
    /// <summary>How many examples pass; may change at every step.</summary>
    public Budget Budget { get; set; } = budget;

    /// <summary>The norm by which examples compete; with a budget of energy always L2.</summary>
    public SliceNorm Norm { get; set; } = SliceNorm.L2;

    void ICheckedSelection.Check(ReadOnlySpan<int> shape)
    {
        SettingCheck.Norm(nameof(TopKExamples), Norm);
        SettingCheck.Of(nameof(TopKExamples), Budget, SettingCheck.Height(shape), "of examples", BudgetKind.Energy);
    }

    /// <inheritdoc/>
    public void Select(Tensor gradient, SparseExamples into, ulong draw) => SlicePolicy.TopK(gradient, Budget, Norm, into);

    /// <inheritdoc/>
    public void Select(SparseExamples gradient, SparseExamples into, ulong draw) => SlicePolicy.TopK(gradient, Budget, Norm, into);
}
