namespace SparseDiff;

/// <summary>What policies check of their settings before they select.</summary>
internal static class SettingCheck
{
    /// <summary>Checks a policy's own settings, if it can.</summary>
    public static void Of(object policy, ReadOnlySpan<int> shape) => (policy as ICheckedSelection)?.Check(shape);

    /// <summary>Checks a budget: counts and ratios go with every policy, other kinds with some.</summary>
    public static void Of(string policy, Budget budget, int entries, string among, params ReadOnlySpan<BudgetKind> kinds)
    {
        if (kinds.Contains(budget.Kind))
            budget.Checked(policy);
        else
            budget.CountOf(policy, entries, among);
    }

    /// <summary>Checks the budget of a policy of rows or of the whole tensor.</summary>
    public static void OfEntries(string policy, Budget budget, SelectionScope scope, ReadOnlySpan<int> shape, BudgetKind kind)
    {
        if (scope is not (SelectionScope.Row or SelectionScope.Tensor))
            throw ScopeOf(policy, scope);
        bool ofRows = scope == SelectionScope.Row;
        Of(policy, budget, ofRows ? Width(shape) : Shapes.Length(shape), ofRows ? "of a row" : "of the tensor", kind);
    }

    public static NotSupportedException ScopeOf(string policy, SelectionScope scope) =>
        new($"{policy}: the scope must be Row or Tensor, but is {scope}; columns and examples have policies of their own.");

    /// <summary>Checks the size of blocks.</summary>
    public static void Size(string policy, int size)
    {
        if (size < 1)
            throw new ArgumentOutOfRangeException(nameof(size), size, $"{policy}: a block has at least 1 entry.");
    }

    /// <summary>Checks a threshold.</summary>
    public static void Threshold(float threshold)
    {
        if (!(threshold >= 0))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "Threshold: the threshold must be at least 0.");
    }

    /// <summary>Checks a norm.</summary>
    public static void Norm(string policy, SliceNorm norm)
    {
        if (norm is not (SliceNorm.L1 or SliceNorm.L2))
            throw new ArgumentOutOfRangeException(nameof(norm), norm, $"{policy}: the norm must be L1 or L2.");
    }

    public static int Width(ReadOnlySpan<int> shape) => shape.IsEmpty ? 1 : shape[^1];

    public static int Height(ReadOnlySpan<int> shape) => shape.IsEmpty ? 1 : shape[0];
}
