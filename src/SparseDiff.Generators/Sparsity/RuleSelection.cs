using SparseDiff.Generators.Adjoint;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Sparsity;

/// <summary>
/// Chooses the rule for an argument of a call: the static type of the cotangent is its format, and selects the overload that
/// takes exactly that. There are no implicit conversions.
/// </summary>
internal static class RuleSelection
{
    /// <summary>The rule for a cotangent of this format; null when there is none.</summary>
    /// <param name="call">The call.</param>
    /// <param name="argument">The argument whose gradient is wanted.</param>
    /// <param name="format">The cotangent's format.</param>
    /// <param name="adds">Whether a rule that adds to its destination is better than one that returns the gradient.</param>
    /// <param name="diagnostics">Where an ambiguity is reported.</param>
    public static VjpRule? Choose(BoundCall call, string argument, Format format, bool adds, List<DiagnosticSpec> diagnostics)
    {
        List<VjpRule> fitting = ForCase(call, [.. call.Operation.Rules.Where(rule => rule.Argument == argument && !rule.IsFused && rule.Accepts == format)]);
        List<VjpRule> preferred = [.. fitting.Where(rule => rule.Returns is null == adds)];
        List<VjpRule> candidates = MostSpecific(preferred.Count > 0 ? preferred : fitting);
        if (candidates.Count > 1)
        {
            diagnostics.Add(DiagnosticSpec.Create(
                Descriptors.AmbiguousRule, call.Location, call.Operation.Name, argument, string.Join("; ", candidates.Select(static rule => rule.Signature))));
        }

        return candidates.FirstOrDefault();
    }

    /// <summary>The fused form of a selection rule: it produces the cotangent while it selects.</summary>
    public static VjpRule? Fused(BoundCall call, string argument, VjpRule plain) =>
        MostSpecific([.. call.Operation.Rules.Where(rule => rule.IsFused && rule.Argument == argument && rule.Returns == plain.Returns && Equals(rule.Case, plain.Case))]).FirstOrDefault();

    /// <summary>Rules for the call's own constant argument, where there are such, come before those for all calls.</summary>
    private static List<VjpRule> ForCase(BoundCall call, List<VjpRule> rules)
    {
        List<VjpRule> own = [.. rules.Where(rule => rule.Case is { } known && call.Find(known.Argument) is { Kind: OperandKind.Constant } constant && constant.Text == known.Value)];
        return own.Count > 0 ? own : [.. rules.Where(static rule => rule.Case is null)];
    }

    /// <summary>A rule that reads more of the operation's arguments knows more: it was written for this overload.</summary>
    private static List<VjpRule> MostSpecific(List<VjpRule> rules) =>
        [.. rules.Where(rule => !rules.Any(other => ReadsMore(other, rule)))];

    private static bool ReadsMore(VjpRule other, VjpRule rule)
    {
        HashSet<string> theirs = [.. other.Reads.Select(static p => p.Name)];
        HashSet<string> ours = [.. rule.Reads.Select(static p => p.Name)];
        return theirs.IsProperSupersetOf(ours);
    }
}
