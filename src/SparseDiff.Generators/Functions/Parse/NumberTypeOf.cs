using Microsoft.CodeAnalysis;
using SparseDiff.Generators.Functions.Ir;

namespace SparseDiff.Generators.Functions.Parse;

/// <summary>Sorts C# types by what a derivative sees in them.</summary>
internal static class NumberTypeOf
{
    public static NumberType Type(ITypeSymbol? type) => type switch
    {
        null => NumberType.Opaque,
        { SpecialType: SpecialType.System_Single } => NumberType.Single,
        { SpecialType: SpecialType.System_Double } => NumberType.Double,
        { SpecialType: >= SpecialType.System_Boolean and <= SpecialType.System_UInt64 or SpecialType.System_IntPtr or SpecialType.System_UIntPtr or SpecialType.System_String } => NumberType.Discrete,
        { TypeKind: TypeKind.Enum } => NumberType.Discrete,
        _ => NumberType.Opaque,
    };

    /// <summary>The element type of an array or span of numbers; opaque for anything else.</summary>
    public static NumberType Elements(ITypeSymbol? type) => ElementOf(type) is { } element && Type(element) is var number && number.IsReal() ? number : NumberType.Opaque;

    /// <summary>The element type of an array or span.</summary>
    public static ITypeSymbol? ElementOf(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => array.ElementType,
        INamedTypeSymbol { Name: "Span" or "ReadOnlySpan", Arity: 1, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } span => span.TypeArguments[0],
        _ => null,
    };
}
