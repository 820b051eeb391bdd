namespace SparseDiff;

/// <summary>
/// Lets the gradient of an operation flow only into the operands whose gradients have the largest L1 norms: one, unless a budget says otherwise. Ties go to
/// the first operand; what is not finite is the largest.
/// </summary>
/// <param name="budget">
/// How many operands receive their gradients (all where there are fewer), which share of them, or, of energy, as few as hold this share of the
/// norms' squares: then an operand nearly as large as the largest is not cut off.
/// </param>
public sealed class MaxChild(Budget budget) : IChildSelection, ICheckedSelection
{
    /// <summary>One operand.</summary>
    public MaxChild()
        : this(1)
    {
    }

    /// <summary>How many operands receive their gradients; may change at every step.</summary>
    public Budget Budget { get; set; } = budget;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The budget is out of range.</exception>
    /// <exception cref="NotSupportedException">The budget is one of variance.</exception>
    public ChildSet Choose(params ReadOnlySpan<double> norms)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(norms.Length, 64, nameof(norms));
        var scores = new double[norms.Length];
        for (int i = 0; i < scores.Length; i++)
            scores[i] = double.IsFinite(norms[i]) ? norms[i] : double.PositiveInfinity;
        int left = Count(scores);
        ChildSet chosen = default;
        for (; left > 0; left--)
        {
            int largest = -1;
            for (int i = 0; i < scores.Length; i++)
            {
                if (!chosen.Has(i) && (largest < 0 || scores[i] > scores[largest]))
                    largest = i;
            }

            chosen = new ChildSet(chosen.Bits | (1UL << largest));
        }

        return chosen;
    }

    // How many operands there will be is not known: a count may be more than those.
    void ICheckedSelection.Check(ReadOnlySpan<int> shape) => SettingCheck.Of(nameof(MaxChild), Budget, int.MaxValue, "of operands", BudgetKind.Energy);

    private int Count(ReadOnlySpan<double> scores) => Budget.Kind switch
    {
        BudgetKind.Energy => Math.Min(scores.Length, SliceSample.CountOfEnergy(scores, Budget.Checked(nameof(MaxChild)))),
        BudgetKind.Count when Budget.Value >= scores.Length => scores.Length,
        _ => Budget.CountOf(nameof(MaxChild), scores.Length, "of operands"),
    };
}
