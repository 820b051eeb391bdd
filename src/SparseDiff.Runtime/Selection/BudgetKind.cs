namespace SparseDiff;

/// <summary>What a <see cref="Budget"/> limits.</summary>
public enum BudgetKind
{
    /// <summary>How many pass.</summary>
    Count,

    /// <summary>Which share of those that compete passes.</summary>
    Ratio,

    /// <summary>Which share of the energy ‖g‖² passes.</summary>
    Energy,

    /// <summary>Of a sample: the variance it adds, relative to ‖g‖².</summary>
    Variance,
}
