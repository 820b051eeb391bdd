using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;
using SparseDiff.Generators.Sparsity;

namespace SparseDiff.Generators.Adjoint;

/// <summary>Binds every call to its operation in the rule table.</summary>
internal static class Binding
{
    public static BoundMethod? Bind(MethodSpec method, RuleTable table, List<DiagnosticSpec> diagnostics)
    {
        BoundMethod bound = Bind(method, new BlockSpec(0, method.Calls, method.Results), table, diagnostics);
        return diagnostics.Any(static d => d.IsError) ? null : bound;
    }

    private static BoundMethod Bind(MethodSpec method, BlockSpec block, RuleTable table, List<DiagnosticSpec> diagnostics)
    {
        List<BoundCall> calls = [];
        for (int i = 0; i < block.Calls.Count; i++)
        {
            CallSpec call = block.Calls[i];
            if (call.Region is { } region)
            {
                calls.Add(new BoundCall(OperationSpec.Region, [], call.Results, call.Line, null, null, i, call.Location)
                {
                    Region = region,
                    Blocks = region.Blocks.Select(inner => Bind(method, inner, table, diagnostics)).ToEquatable(),
                });
                continue;
            }

            if (call.List is not null)
            {
                calls.Add(new BoundCall(OperationSpec.Region, call.Operands, call.Results, call.Line, null, null, i, call.Location) { List = call.List });
                continue;
            }

            if (call.Callee is { } callee)
            {
                calls.Add(new BoundCall(OperationSpec.Of(callee), call.Operands, call.Results, call.Line, null, callee, i, call.Location));
                continue;
            }

            OperationSpec? operation = call.Keys.Select(table.Find).FirstOrDefault(static found => found is not null);
            if (operation is null && call.Keys[0].StartsWith(Functions.Lanes.LaneTable.Map, StringComparison.Ordinal))
            {
                string why = table.Defects.FirstOrDefault(defect => defect.Key == call.Keys[0])?.Why ?? "is no [Differentiable] function of this project, or could not be differentiated";
                diagnostics.Add(DiagnosticSpec.Create(Descriptors.NotMappable, call.Location, call.Name, why));
                continue;
            }

            if (operation is null)
            {
                diagnostics.Add(DiagnosticSpec.Create(Descriptors.NotAnOperation, call.Location, QualifiedName(call), Container(call)));
                continue;
            }

            calls.Add(new BoundCall(operation, InOrderOf(operation, call), call.Results, call.Line, null, null, i, call.Location));
            if (operation.IsSparsityPoint || operation.SelectsOperand)
                ConstantCheck.Check(operation, call.Operands, call.Location, diagnostics);
        }

        return new BoundMethod(method.Values, calls.ToEquatable(), block.Outputs) { Block = block.Id };
    }

    // The swapped form of a commutative operator has its operands by other names.
    private static EquatableArray<OperandSpec> InOrderOf(OperationSpec operation, CallSpec call)
    {
        bool swapped = call.Keys.Count > 1 && call.Keys[0] != operation.Key;
        return swapped
            ? call.Operands.Reverse().Select((operand, i) => operand with { Parameter = operation.Parameters[i].Name }).ToEquatable()
            : call.Operands;
    }

    private static string QualifiedName(CallSpec call)
    {
        string key = call.Keys[0].Substring(0, call.Keys[0].IndexOf('('));
        int dot = key.LastIndexOf('.');
        return key.Substring(key.LastIndexOf('.', Math.Max(dot - 1, 0)) + 1);
    }

    private static string Container(CallSpec call)
    {
        string name = QualifiedName(call);
        int dot = name.LastIndexOf('.');
        return dot < 0 ? name : name.Substring(0, dot);
    }
}
