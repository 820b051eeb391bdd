using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <summary>Reads declared shapes from <c>[Shape]</c>.</summary>
internal static class ShapeParser
{
    public static ShapeSpec? Read(ISymbol symbol, List<DiagnosticSpec> diagnostics) => Read(symbol.GetAttributes(), symbol.Name, diagnostics);

    public static ShapeSpec? ReadResult(IMethodSymbol method, List<DiagnosticSpec> diagnostics) =>
        Read(method.GetReturnTypeAttributes(), "the result of " + method.Name, diagnostics);

    private static ShapeSpec? Read(ImmutableArray<AttributeData> attributes, string what, List<DiagnosticSpec> diagnostics)
    {
        AttributeData? attribute = attributes.FirstOrDefault(static data => data.AttributeClass.Is(KnownNames.Shape));
        if (attribute is not { ConstructorArguments: [{ Value: string text }] })
            return null;
        bool forDefaults = attribute.NamedArguments.Any(static named => named is { Key: "ForDefaults", Value.Value: true });
        ShapeSpec? shape = ShapeSpec.Parse(text, forDefaults);
        if (shape is null)
        {
            Location? location = attribute.ApplicationSyntaxReference?.GetSyntax().GetLocation();
            DiagnosticSpec malformed = DiagnosticSpec.Create(Descriptors.MalformedShape, LocationSpec.Of(location), what, text);
            if (!diagnostics.Contains(malformed))
                diagnostics.Add(malformed);
        }

        return shape;
    }
}
