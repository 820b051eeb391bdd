using SparseDiff.Generators.Collections;

namespace SparseDiff.Generators.Ir;

/// <summary>All operations and rules that a compilation sees.</summary>
internal sealed record RuleTable(EquatableArray<OperationSpec> Operations, EquatableArray<DiagnosticSpec> Diagnostics)
{
    /// <summary>Why functions of numbers cannot be mapped over tensors, by their keys.</summary>
    public EquatableArray<MapDefect> Defects { get; init; }

    /// <summary>Why some of those that can be mapped run entry by entry.</summary>
    public EquatableArray<MapDefect> Obstacles { get; init; }

    public OperationSpec? Find(string key) => Operations.FirstOrDefault(operation => operation.Key == key);
}

/// <summary>A function that cannot be mapped over tensors, or not in vector registers.</summary>
/// <param name="Key">The key of calls.</param>
/// <param name="Why">Why not, as the end of a sentence.</param>
internal sealed record MapDefect(string Key, string Why);
