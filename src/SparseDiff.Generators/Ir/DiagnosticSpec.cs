using Microsoft.CodeAnalysis;
using SparseDiff.Generators.Collections;

namespace SparseDiff.Generators.Ir;

/// <summary>A diagnostic to be reported: which one, where, and the words of its message.</summary>
internal sealed record DiagnosticSpec(DiagnosticDescriptor Descriptor, LocationSpec? Location, EquatableArray<string> Words)
{
    public bool IsError => Descriptor.DefaultSeverity == DiagnosticSeverity.Error;

    public static DiagnosticSpec Create(DiagnosticDescriptor descriptor, LocationSpec? location, params string[] words) =>
        new(descriptor, location, words.ToEquatable());

    public Diagnostic ToDiagnostic() =>
        Diagnostic.Create(Descriptor, Location?.ToLocation() ?? Microsoft.CodeAnalysis.Location.None, [.. Words]);
}
