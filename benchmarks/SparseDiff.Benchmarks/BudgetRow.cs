namespace SparseDiff.Benchmarks;

/// <summary>What a budget of energy or variance costs, beside a ratio that lets about as many entries pass.</summary>
/// <param name="Policy">The policy's name.</param>
/// <param name="Kept">The share of entries that passes.</param>
/// <param name="Budget">The budget.</param>
/// <param name="RatioNs">Nanoseconds an entry with the ratio.</param>
/// <param name="BudgetNs">The same with the budget.</param>
internal sealed record BudgetRow(string Policy, double Kept, string Budget, double RatioNs, double BudgetNs);
