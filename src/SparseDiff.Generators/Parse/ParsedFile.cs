using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <summary>What one file of the user's has for the generator, as plain records.</summary>
/// <param name="Types">The types that its marked members belong to.</param>
/// <param name="Methods">Its differentiable methods over tensors.</param>
/// <param name="Functions">Its differentiable functions of numbers.</param>
internal sealed record ParsedFile(
    EquatableArray<Outcome<TypeSpec>> Types, EquatableArray<Outcome<MethodSpec>> Methods, EquatableArray<Outcome<FunctionSpec>> Functions)
{
    /// <summary>The differentiable methods that its interfaces declare.</summary>
    public EquatableArray<Outcome<MethodSpec>> Declarations { get; init; } = [];

    /// <summary>Its methods that override differentiable ones.</summary>
    public EquatableArray<DiagnosticSpec> Overrides { get; init; } = [];

    public static ParsedFile Empty { get; } = new([], [], []);

    /// <summary>Whether every place that it names lies in the file itself: a comment in another file would move the others.</summary>
    public bool StaysIn(string path) => Types.SelectMany(static type => type.Diagnostics)
        .Concat(Overrides)
        .Concat(Declarations.SelectMany(static method => method.Diagnostics))
        .Concat(Methods.SelectMany(static method => method.Diagnostics))
        .Concat(Functions.SelectMany(static function => function.Diagnostics))
        .Select(static diagnostic => diagnostic.Location)
        .Concat(Methods.SelectMany(static method => method.Product?.Markers ?? []).Select(static marker => marker.Location))
        .All(location => location is null || location.File == path);
}
