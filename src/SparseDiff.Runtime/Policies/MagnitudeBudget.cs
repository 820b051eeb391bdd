using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>From budgets of the whole gradient to counts.</summary>
internal static class MagnitudeBudget
{
    /// <summary>How many entries of the whole gradient pass: a count, a ratio, or as few as keep a share of the energy.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="policy">The policy, for messages.</param>
    /// <param name="gradient">What exists of the gradient; the rest is zero.</param>
    /// <param name="entries">How many entries it has with those that do not exist.</param>
    /// <exception cref="NotSupportedException">The budget is one of variance.</exception>
    public static int CountOf(Budget budget, string policy, Tensor gradient, int entries) => budget.Kind == BudgetKind.Energy
        ? (int)gradient.Device.Kernels.CountOfEnergy([gradient], budget.Checked(policy))
        : budget.CountOf(policy, entries, "of the tensor");
}
