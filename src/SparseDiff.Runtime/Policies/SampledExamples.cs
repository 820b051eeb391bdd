namespace SparseDiff;

/// <summary>
/// Keeps an unbiased sample of whole examples (of the first dimension): each with probability p = min(1, ‖example‖₂ / τ), divided by p;
/// systematic sampling, so as many as the budget says, give or take one.
/// Examples that are dropped stay dropped through everything that treats examples independently (VCAS, ICLR 2024).
/// </summary>
/// <param name="budget">How many examples pass, which share of them, or how much variance the sample may add.</param>
public sealed class SampledExamples(Budget budget) : ISelection<SparseExamples>, ICheckedSelection
{
    /// <summary>How many examples pass; may change at every step.</summary>
    public Budget Budget { get; set; } = budget;

    /// <summary>Equal seeds draw equally; each step draws anew.</summary>
    public int Seed { get; set; }

    /// <inheritdoc/>
    public bool IsUnbiased => true;

    void ICheckedSelection.Check(ReadOnlySpan<int> shape) => SettingCheck.Of(nameof(SampledExamples), Budget, SettingCheck.Height(shape), "of examples", BudgetKind.Variance);

    /// <inheritdoc/>
    public void Select(Tensor gradient, SparseExamples into, ulong draw) => SlicePolicy.Sample(gradient, Budget, Seed, draw, into);

    /// <inheritdoc/>
    public void Select(SparseExamples gradient, SparseExamples into, ulong draw) => SlicePolicy.Sample(gradient, Budget, Seed, draw, into);
}
