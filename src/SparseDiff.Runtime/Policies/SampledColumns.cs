namespace SparseDiff;

/// <summary>
/// Keeps an unbiased sample of whole columns (of the last dimension): each with probability p = min(1, ‖column‖₂ / τ), divided by p;
/// systematic sampling, so as many as the budget says, give or take one.
/// </summary>
/// <param name="budget">How many columns pass, which share of them, or how much variance the sample may add.</param>
public sealed class SampledColumns(Budget budget) : ISelection<SparseColumns>, ICheckedSelection
{
    /// <summary>How many columns pass; may change at every step.</summary>
    public Budget Budget { get; set; } = budget;

    /// <summary>Equal seeds draw equally; each step draws anew.</summary>
    public int Seed { get; set; }

    /// <inheritdoc/>
    public bool IsUnbiased => true;

    void ICheckedSelection.Check(ReadOnlySpan<int> shape) => SettingCheck.Of(nameof(SampledColumns), Budget, SettingCheck.Width(shape), "of columns", BudgetKind.Variance);

    /// <inheritdoc/>
    public void Select(Tensor gradient, SparseColumns into, ulong draw) => SlicePolicy.Sample(gradient, Budget, Seed, draw, into);

    /// <inheritdoc/>
    public void Select(SparseExamples gradient, SparseColumns into, ulong draw) => ExampleBlock.Select(this, gradient, into, draw);
}
