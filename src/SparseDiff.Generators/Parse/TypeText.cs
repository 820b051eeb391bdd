using Microsoft.CodeAnalysis;

namespace SparseDiff.Generators.Parse;

/// <summary>Types as generated code writes them: short where the short name means the type there, else in full.</summary>
internal sealed class TypeText(SemanticModel model, int position, INamedTypeSymbol owner, ICollection<string> reserved, ICollection<string> usings)
{
    private static readonly SymbolDisplayFormat Full = SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public string Of(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable => Of(nullable.TypeArguments[0]) + "?",
        INamedTypeSymbol named when IsShort(named) => Short(named),
        _ => type.ToDisplayString(Full),
    };

    public bool IsNameable(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsNameable(array.ElementType),
        IErrorTypeSymbol => false,
        INamedTypeSymbol named => !named.IsAnonymousType && named.TypeArguments.All(IsNameable),
        _ => true,
    };

    private string Short(INamedTypeSymbol type)
    {
        if (!type.ContainingNamespace.IsGlobalNamespace)
            usings.Add(type.ContainingNamespace.ToDisplayString());
        string arguments = type.IsGenericType ? $"<{string.Join(", ", type.TypeArguments.Select(Of))}>" : string.Empty;
        return type.Name.Escaped() + arguments + (type.NullableAnnotation == NullableAnnotation.Annotated && type.IsReferenceType ? "?" : string.Empty);
    }

    private bool IsShort(INamedTypeSymbol type)
    {
        if (type.ContainingType is not null || type.SpecialType is not (SpecialType.None or SpecialType.System_IDisposable) || type.IsTupleType)
            return false;
        bool known = type.ContainingNamespace is { IsGlobalNamespace: false } space && space.ToDisplayString() is "SparseDiff" or "System"
            || SymbolEqualityComparer.Default.Equals(type.ContainingNamespace, owner.ContainingNamespace);
        return known && !reserved.Contains(type.Name)
            && model.LookupNamespacesAndTypes(position, name: type.Name).All(found => SymbolEqualityComparer.Default.Equals(found, type.OriginalDefinition));
    }
}
