using SparseDiff.Generators.Adjoint;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Sparsity;

/// <summary>Finds the rules that select from the gradients of parameters, as their attributes ask.</summary>
internal static class ParameterPoints
{
    private const string Scope = "scope";
    private const string WholeTensor = "SparseDiff.SelectionScope.Tensor";

    public static Outcome<GradientsPlan> Plan(TypeSpec type, RuleTable rules)
    {
        List<DiagnosticSpec> diagnostics = [];
        EquatableArray<ParameterPoint> points = type.Parameters.Where(static parameter => parameter is { HasGradient: true, Marker: not null })
            .Select(parameter => Point(parameter, parameter.Marker!, rules, diagnostics)).OfType<ParameterPoint>().ToEquatable();

        // With errors the class is written all the same: the methods refer to it.
        return new Outcome<GradientsPlan>(new GradientsPlan(type, points), diagnostics.ToEquatable());
    }

    private static ParameterPoint? Point(MemberSpec parameter, MarkerSpec marker, RuleTable rules, List<DiagnosticSpec> diagnostics)
    {
        if (rules.Operations.FirstOrDefault(operation => operation.IsSparsityPoint && AttributePoints.Fits(operation, marker)) is not { } point)
        {
            diagnostics.Add(AttributePoints.Unknown(marker));
            return null;
        }

        ConstantCheck.Check(point, marker.Arguments, marker.Location, diagnostics);
        EquatableArray<OperandSpec> operands = AttributePoints.Operands(point, marker, value: 0).Select(operand => InWholeTensor(operand, marker)).ToEquatable();
        BoundCall call = new(point, operands, [0], Line: 0, marker, null, 0, marker.Location);
        string argument = point.Parameters.First(static p => p.IsTensor).Name;
        VjpRule? rule = RuleSelection.Choose(call, argument, Format.Tensor, adds: false, diagnostics);
        if (rule is { Returns: Format.SparseRows, Into: Destination.SparseSlot })
        {
            return new ParameterPoint(parameter, marker, rule, rule.Parameters.Select(p => call.Find(p.Name) ?? new OperandSpec(p.Name, OperandKind.Constant, -1, p.Default ?? "default")).ToEquatable(), point, operands)
            {
                MayFail = rule.Container != PolicyLimits.Container || operands.Any(static operand => operand.Parameter == PolicyLimits.Policy),
            };
        }

        diagnostics.Add(DiagnosticSpec.Create(
            Descriptors.ParameterSelection, marker.Location, marker.Attribute, parameter.PlainName, $"it selects {rule?.Returns?.ToString() ?? "nothing"}, but of a parameter's gradient single entries pass", "write a policy of entries, such as [TopK(0.01)]"));
        return null;
    }

    /// <summary>A parameter has no examples in its rows: unless the attribute says otherwise, all its entries compete.</summary>
    private static OperandSpec InWholeTensor(OperandSpec operand, MarkerSpec marker) =>
        operand.Parameter == Scope && !marker.Arguments.Any(static argument => argument.Parameter == Scope) ? operand with { Text = WholeTensor } : operand;
}
