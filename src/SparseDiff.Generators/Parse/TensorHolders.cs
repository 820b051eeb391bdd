using Microsoft.CodeAnalysis;

namespace SparseDiff.Generators.Parse;

/// <summary>What can be reached from a value by its type alone: tensors, and the parameters of models.</summary>
internal static class TensorHolders
{
    /// <summary>Whether a value of this type is a tensor or has some in it. A model is none: its tensors are read as members of it.</summary>
    public static bool Holds(ITypeSymbol? type) => Holds(type, new HashSet<ISymbol>(SymbolEqualityComparer.Default));

    /// <summary>The same, or whether it is an object that may be a tensor for all that its type says.</summary>
    public static bool MayHold(ITypeSymbol? type) => type is { SpecialType: SpecialType.System_Object } || type is INamedTypeSymbol { TypeArguments: var parts } && IsContainer(type) && parts.Any(static part => part.SpecialType == SpecialType.System_Object)
        || type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Object } || Holds(type);

    /// <summary>Whether code that has a value of this type has parameters with gradients: those of a model, of its base types, or of models in it.</summary>
    public static bool Reaches(ITypeSymbol? type) => Reaches(type, new HashSet<ISymbol>(SymbolEqualityComparer.Default));

    private static bool Holds(ITypeSymbol? type, HashSet<ISymbol> seen) => type switch
    {
        IArrayTypeSymbol array => Holds(array.ElementType, seen),
        INamedTypeSymbol named when named.Is(KnownNames.Tensor) => true,
        INamedTypeSymbol named => seen.Add(named) && !ModelTypes.IsOrHoldsModels(named)
            && (named.TypeArguments.Any(argument => Holds(argument, seen)) || MembersOf(named).Any(member => Holds(TypeOf(member), seen)) || Holds(named.BaseType, seen)),
        _ => false,
    };

    private static bool Reaches(ITypeSymbol? type, HashSet<ISymbol> seen) => type switch
    {
        IArrayTypeSymbol array => Reaches(array.ElementType, seen),
        ITypeParameterSymbol parameter => parameter.ConstraintTypes.Any(constraint => Reaches(constraint, seen)),
        INamedTypeSymbol named => seen.Add(named)
            && (InterfaceParser.IsInterfaceOfModels(named) || named.TypeKind == TypeKind.Class && ModelTypes.HasParameters(named) || named.TypeArguments.Any(argument => Reaches(argument, seen))
                || MembersOf(named).Any(member => member.Has(KnownNames.Parameter) || Reaches(TypeOf(member), seen)) || Reaches(named.BaseType, seen)),
        _ => false,
    };

    /// <summary>The members that may have a gradient. What the platform's own types keep is said by their type arguments.</summary>
    private static IEnumerable<ISymbol> MembersOf(INamedTypeSymbol type) => IsOfPlatform(type.ContainingNamespace)
        ? []
        : type.GetMembers().Where(static member => member is IFieldSymbol or IPropertySymbol && !member.Has(KnownNames.NoGradient));

    /// <summary>Whether a type is a collection or tuple: what it holds, it holds as elements.</summary>
    public static bool IsContainer(ITypeSymbol? type) => type is IArrayTypeSymbol || type is INamedTypeSymbol named && (named.IsTupleType || named.IsGenericType && IsOfPlatform(named));

    /// <summary>Whether a type or member is one of the platform's own.</summary>
    public static bool IsOfPlatform(ISymbol symbol) => IsOfPlatform(symbol.ContainingNamespace);

    private static bool IsOfPlatform(INamespaceSymbol? space)
    {
        while (space is { ContainingNamespace.IsGlobalNamespace: false })
            space = space.ContainingNamespace;
        return space is { Name: "System" or "Microsoft" };
    }

    private static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };
}
