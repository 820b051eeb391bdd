using System.Globalization;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Adjoint;

/// <summary>Checks the constants of a sparsity point that would only fail at run time.</summary>
internal static class ConstantCheck
{
    public static void Check(OperationSpec point, EquatableArray<OperandSpec> operands, LocationSpec? location, List<DiagnosticSpec> diagnostics)
    {
        foreach (OperandSpec operand in operands)
        {
            if (operand is { Parameter: "ratio", Number: { } ratio } && !(ratio is >= 0 and <= 1))
                diagnostics.Add(DiagnosticSpec.Create(Descriptors.RatioOutOfRange, location, point.Name, ratio.ToString("R", CultureInfo.InvariantCulture)));
            if (operand is { Parameter: "k", Number: { } k and < 1 })
                diagnostics.Add(DiagnosticSpec.Create(Descriptors.CountTooSmall, location, point.Name, k.ToString("R", CultureInfo.InvariantCulture)));
            if (operand.Kind != OperandKind.Constant && point.Rules.FirstOrDefault(rule => rule.Case?.Argument == operand.Parameter) is { Case: { } known })
                diagnostics.Add(DiagnosticSpec.Create(Descriptors.FormatNotConstant, location, point.Name, operand.Parameter, known.Value));
        }
    }
}
