using SparseDiff.Generators.Adjoint;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Sparsity;

/// <summary>Puts the sparsity points that a method's attributes ask for: one after every linear operation.</summary>
internal static class AttributePoints
{
    public static BoundMethod? Insert(BoundMethod bound, MethodSpec method, RuleTable table, List<DiagnosticSpec> diagnostics)
    {
        foreach (MarkerSpec marker in method.Markers)
        {
            OperationSpec? point = table.Operations.FirstOrDefault(operation => Fits(operation, marker));
            if (point is null)
            {
                diagnostics.Add(Unknown(marker));
                return null;
            }

            ConstantCheck.Check(point, marker.Arguments, marker.Location, diagnostics);
            if (!bound.AllCalls.Any(call => IsBefore(call, point)))
                diagnostics.Add(point.SelectsOperand ? NothingToChoose(marker, method) : DiagnosticSpec.Create(Descriptors.NoLinearOperation, marker.Location, marker.Attribute, method.Name, marker.Operation));
            bound = Insert(bound, marker, point);
        }

        return diagnostics.Any(static d => d.IsError) ? null : bound;
    }

    /// <summary>Whether an operation is the point that an attribute stands for.</summary>
    public static bool Fits(OperationSpec point, MarkerSpec marker) =>
        (point.IsSparsityPoint || point.SelectsOperand) && point.Name == marker.Operation
        && marker.Arguments.All(argument => point.IndexOf(argument.Parameter) is >= 0 and var i && (argument.Type is null || argument.Type == point.Parameters[i].Type))
        && point.Parameters.All(p => p.IsTensor || p.Default is not null || marker.Arguments.Any(argument => argument.Parameter == p.Name));

    public static DiagnosticSpec Unknown(MarkerSpec marker) => DiagnosticSpec.Create(
        Descriptors.UnknownMarker, marker.Location, marker.Attribute, marker.Operation, "(Tensor x" + string.Concat(marker.Arguments.Select(static a => ", " + a.Parameter)) + ")");

    private static DiagnosticSpec NothingToChoose(MarkerSpec marker, MethodSpec method) =>
        DiagnosticSpec.Create(Descriptors.NoOperandToChoose, marker.Location, $"[{marker.Attribute}]", $"no operation of {method.Name} has several tensors");

    /// <summary>Whether the point belongs after a call.</summary>
    private static bool IsBefore(BoundCall call, OperationSpec point) => point.SelectsOperand
        ? call.Callee is null && !call.Operation.IsIdentity && call.Tensors.Count() > 1
        : call.Operation.IsLinear;

    private static BoundMethod Insert(BoundMethod bound, MarkerSpec marker, OperationSpec point)
    {
        List<ValueSpec> values = [.. bound.Values];
        return WithValues(Insert(bound, values, [], marker, point), values.ToEquatable());
    }

    private static BoundMethod Insert(BoundMethod bound, List<ValueSpec> values, Dictionary<int, int> renamed, MarkerSpec marker, OperationSpec point)
    {
        List<BoundCall> calls = [];
        foreach (BoundCall original in bound.Calls)
        {
            BoundCall call = original with { Operands = original.Operands.Select(operand => Rename(operand, renamed)).ToEquatable() };
            if (call.Region is { } region)
            {
                call = call with
                {
                    Region = region with { Carried = region.Carried.Select(carried => carried with { Initial = Rename(carried.Initial, renamed) }).ToEquatable() },
                    Blocks = call.Blocks.Select(block => Insert(block, values, renamed, marker, point)).ToEquatable(),
                };
            }

            calls.Add(call);
            if (!IsBefore(call, point))
                continue;
            renamed[call.Result] = values.Count;
            calls.Add(new BoundCall(point, Operands(point, marker, call.Result), [values.Count], call.Line, marker, null, call.Position, call.Location));
            values.Add(values[call.Result]);
        }

        return bound with { Calls = calls.ToEquatable(), Results = bound.Results.Select(result => Rename(result, renamed)).ToEquatable() };
    }

    /// <summary>Every block sees all values of the method.</summary>
    private static BoundMethod WithValues(BoundMethod bound, EquatableArray<ValueSpec> values) => bound with
    {
        Values = values,
        Calls = bound.Calls.Select(call => call.Region is null ? call : call with { Blocks = call.Blocks.Select(block => WithValues(block, values)).ToEquatable() }).ToEquatable(),
    };

    private static int Rename(int value, Dictionary<int, int> renamed) => renamed.TryGetValue(value, out int point) ? point : value;

    private static OperandSpec Rename(OperandSpec operand, Dictionary<int, int> renamed) =>
        operand.Kind == OperandKind.Tensor && renamed.TryGetValue(operand.Index, out int value) ? operand with { Index = value } : operand;

    /// <summary>The operands of the point after a value.</summary>
    public static EquatableArray<OperandSpec> Operands(OperationSpec point, MarkerSpec marker, int value) =>
        point.Parameters.Select(parameter => parameter.IsTensor
            ? new OperandSpec(parameter.Name, OperandKind.Tensor, value, string.Empty)
            : marker.Arguments.FirstOrDefault(argument => argument.Parameter == parameter.Name)
                ?? new OperandSpec(parameter.Name, OperandKind.Constant, -1, parameter.Default!)).ToEquatable();
}
