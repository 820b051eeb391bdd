using System.Globalization;

namespace SparseDiff;

/// <summary>
/// How much of a gradient a policy lets pass: a count or a share of what competes, or as much as keeps a share of the gradient's
/// energy ‖g‖², or, for sampling, as much as keeps the added variance small. The last two adapt to every layer and step by themselves.
/// </summary>
public readonly record struct Budget
{
    private readonly double value;
    private readonly Schedule? schedule;

    private Budget(BudgetKind kind, double value) => (Kind, this.value) = (kind, value);

    private Budget(BudgetKind kind, Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        (Kind, this.schedule) = (kind, schedule);
    }

    /// <summary>What <see cref="Value"/> is.</summary>
    public BudgetKind Kind { get; }

    /// <summary>The count, ratio, share of energy or relative variance; of a budget with a schedule that of the schedule's current step.</summary>
    public double Value => schedule?.Value ?? value;

    /// <summary>So many.</summary>
    public static Budget Count(int k) => new(BudgetKind.Count, k);

    /// <summary>This share of what competes, in [0, 1], but at least one.</summary>
    public static Budget Ratio(float ratio) => new(BudgetKind.Ratio, ratio);

    /// <summary>The fewest that keep this share of ‖g‖², in [0, 1].</summary>
    public static Budget Energy(double share) => new(BudgetKind.Energy, share);

    /// <summary>Of a sample: as few as add at most this variance, relative to ‖g‖²: E‖S(g) - g‖² = value · ‖g‖².</summary>
    public static Budget Variance(double relative) => new(BudgetKind.Variance, relative);

    /// <summary>What a schedule says at each step.</summary>
    /// <param name="kind">What the schedule's number is; a count is cut to a whole number.</param>
    /// <param name="schedule">The schedule.</param>
    public static Budget Scheduled(BudgetKind kind, Schedule schedule) => new(kind, schedule);

    /// <summary>A whole number is a count.</summary>
    public static implicit operator Budget(int k) => Count(k);

    /// <summary>A fraction is a ratio.</summary>
    public static implicit operator Budget(float ratio) => Ratio(ratio);

    /// <summary>A schedule is one of ratios.</summary>
    public static implicit operator Budget(Schedule ratio) => Scheduled(BudgetKind.Ratio, ratio);

    /// <summary>How many of so many entries pass.</summary>
    /// <param name="policy">The policy, for messages.</param>
    /// <param name="entries">How many compete.</param>
    /// <param name="among">What they are, for messages, such as <c>of a row</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The budget is out of range.</exception>
    /// <exception cref="NotSupportedException">The budget is neither a count nor a ratio.</exception>
    public int CountOf(string policy, int entries, string among) => Kind switch
    {
        BudgetKind.Count => SelectionSize.FromCount(policy, (int)Value, entries, among),
        BudgetKind.Ratio => SelectionSize.FromRatio(policy, (float)Value, entries),
        _ => throw Unsupported(policy),
    };

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        BudgetKind.Count => "k = " + Value.ToString(CultureInfo.InvariantCulture),
        BudgetKind.Ratio => Value.ToString("P1", CultureInfo.InvariantCulture),
        BudgetKind.Energy => Value.ToString("P1", CultureInfo.InvariantCulture) + " of the energy",
        _ => "variance " + Value.ToString("G3", CultureInfo.InvariantCulture),
    };

    internal NotSupportedException Unsupported(string policy) =>
        new($"{policy}: a budget of {(Kind == BudgetKind.Energy ? "energy" : "variance")} does not go with this policy; give a count or a ratio.");

    /// <summary>The value of a budget of energy or variance, checked.</summary>
    internal double Checked(string policy) => Value >= 0 && (Value <= 1 || Kind == BudgetKind.Variance)
        ? Value
        : throw new ArgumentOutOfRangeException(nameof(policy), Value, $"{policy}: {(Kind == BudgetKind.Energy ? "the share of energy must lie in [0, 1]" : "a variance must be at least 0")}.");
}
