using SparseDiff.Generators.Collections;

namespace SparseDiff.Generators.Ir;

/// <summary>All operations and rules that a compilation sees.</summary>
internal sealed record RuleTable(EquatableArray<OperationSpec> Operations, EquatableArray<DiagnosticSpec> Diagnostics)
{
    public OperationSpec? Find(string key) => Operations.FirstOrDefault(operation => operation.Key == key);
}
