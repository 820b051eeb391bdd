using System.Globalization;
using SparseDiff.Generators.Adjoint;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Sparsity;

/// <summary>Checks the constants of a sparsity point that would only fail at run time, each at its own argument.</summary>
internal static class ConstantCheck
{
    private const string Scope = "scope";
    private const string Count = "k";

    public static void Check(OperationSpec point, EquatableArray<OperandSpec> operands, LocationSpec? location, List<DiagnosticSpec> diagnostics)
    {
        foreach (OperandSpec operand in operands)
        {
            LocationSpec? at = operand.Location ?? location;
            if (operand.Kind != OperandKind.Constant && point.Rules.FirstOrDefault(rule => rule.Case?.Argument == operand.Parameter) is { Case: { } known })
                diagnostics.Add(DiagnosticSpec.Create(Descriptors.FormatNotConstant, at, point.Name, operand.Parameter, known.Value));
            if (point.Container == PolicyLimits.Container && Defect(point.Name, operands, operand, at) is { } defect)
                diagnostics.Add(defect);
            if (point.Container == PolicyLimits.Container && operand.Made is { } made)
                diagnostics.AddRange(made.Settings.Select(setting => Defect(made.Name, made.Settings, setting, setting.Location)).OfType<DiagnosticSpec>());
        }
    }

    private static DiagnosticSpec? Defect(string policy, EquatableArray<OperandSpec> operands, OperandSpec operand, LocationSpec? at)
    {
        if (operand.BudgetKind is { } kind)
        {
            OperandSpec? scaled = operands.FirstOrDefault(static o => o.Parameter == "scaled");
            return PolicyLimits.Budgets(policy, scaled) is { } kinds && !kinds.Contains(kind)
                ? DiagnosticSpec.Create(Descriptors.SettingNotTaken, at, policy, $"a budget of {kind}", Listed(kinds))
                : Number(policy, kind, operand.Number, at);
        }

        if (operand is { Kind: OperandKind.Constant, Parameter: PolicyLimits.Policy, Text: "null" or "default" })
            return DiagnosticSpec.Create(Descriptors.SettingOutOfRange, at, policy, PolicyLimits.Policy, "null", "a policy says what passes");
        if (operand.Kind == OperandKind.Constant && PolicyLimits.Choices(policy, operand.Parameter) is { } choices && !choices.Contains(PolicyLimits.Choice(operand)))
            return DiagnosticSpec.Create(Descriptors.SettingNotTaken, at, policy, $"the {operand.Parameter} {Shown(operand)}", Listed(choices));
        return Number(policy, operand.Parameter, operand.Number, at);
    }

    private static DiagnosticSpec? Number(string policy, string parameter, double? constant, LocationSpec? at)
    {
        if (constant is not { } number)
            return null;
        if (parameter == "ratio" && !(number is >= 0 and <= 1))
            return DiagnosticSpec.Create(Descriptors.RatioOutOfRange, at, policy, Text(number));
        if (parameter == Count && number < 1)
            return DiagnosticSpec.Create(Descriptors.CountTooSmall, at, policy, Text(number));
        return PolicyLimits.Defect(policy, parameter, number) is { } why
            ? DiagnosticSpec.Create(Descriptors.SettingOutOfRange, at, policy, $"the {parameter}", Text(number), why)
            : null;
    }

    /// <summary>A count of more than compete, where the shape says how many those are.</summary>
    /// <param name="point">The point.</param>
    /// <param name="extents">The dimensions of the value that is selected from; null where their number is not known.</param>
    /// <param name="location">Where the point is.</param>
    public static DiagnosticSpec? TooMany(BoundCall point, IReadOnlyList<int?>? extents, LocationSpec? location)
    {
        if (point.Operation.Container != PolicyLimits.Container || extents is null)
            return null;
        MadePolicy? made = point.Find(PolicyLimits.Policy)?.Made;
        string policy = made?.Name ?? point.Operation.Name;
        EquatableArray<OperandSpec> settings = made?.Settings ?? point.Operands;
        OperandSpec? count = settings.FirstOrDefault(static operand => operand.Parameter == Count || operand.BudgetKind == Count);
        string? scope = settings.FirstOrDefault(static operand => operand.Parameter == Scope) is { } given ? PolicyLimits.Choice(given) : null;
        double? size = settings.FirstOrDefault(static operand => operand.Parameter == "size")?.Number;
        return count?.Number is { } k && PolicyLimits.Competing(policy, scope, size, extents) is > 0 and var competing && k > competing
            ? DiagnosticSpec.Create(Descriptors.SettingOutOfRange, count.Location ?? location, policy, "k", Text(k), $"only {Text(competing)} compete")
            : null;
    }

    private static string Shown(OperandSpec constant) => constant.Text.EndsWith(")", StringComparison.Ordinal) ? constant.Text : PolicyLimits.Choice(constant);

    private static string Listed(IReadOnlyList<string> all) => string.Join(", ", all.Take(all.Count - 1)) + " or " + all[all.Count - 1];

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
