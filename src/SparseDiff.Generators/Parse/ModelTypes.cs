using Microsoft.CodeAnalysis;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <summary>Which types are models, and which members of a model are models themselves. In source as in referenced assemblies.</summary>
internal static class ModelTypes
{
    /// <summary>Whether the generator writes (or wrote) a class <c>Gradients</c> into this type.</summary>
    public static bool IsModel(ITypeSymbol? type) => IsModelItself(type) || type is INamedTypeSymbol { TypeKind: TypeKind.Class, BaseType: { } parent } && IsModel(parent);

    /// <summary>The nearest base type that is a model.</summary>
    public static INamedTypeSymbol? BaseOf(INamedTypeSymbol type)
    {
        INamedTypeSymbol? parent = type.BaseType;
        while (parent is not null && !IsModelItself(parent))
            parent = parent.BaseType;
        return parent;
    }

    private static bool IsModelItself(ITypeSymbol? type) => type is INamedTypeSymbol { TypeKind: TypeKind.Class } named
        && (named.GetMembers().Any(IsOfModel) || named.GetTypeMembers("Gradients").Any(static nested => nested.AllInterfaces.Any(static i => i.Is(KnownNames.IGradients))));

    /// <summary>Whether some gradient comes out of a model: of a parameter of its own, or of a model in it.</summary>
    public static bool HasParameters(ITypeSymbol type) => HasParameters(type, new HashSet<ISymbol>(SymbolEqualityComparer.Default));

    public static EquatableArray<SubModelSpec> SubModelsOf(INamedTypeSymbol type, ShortName names) =>
        type.GetMembers().Select(member => SubModelOf(member) is { } part ? part with { Type = names.Of(ModelIn(TypeOf(member)!, out _)!) } : null).OfType<SubModelSpec>().ToEquatable();

    /// <summary>What a member is as a part of the model; null when it is none.</summary>
    public static SubModelSpec? SubModelOf(ISymbol member)
    {
        if (member.IsStatic || member.IsImplicitlyDeclared || TypeOf(member) is not { } type || ModelIn(type, out bool isList) is not { } model)
            return null;
        bool mayBeNull = !isList && type.NullableAnnotation == NullableAnnotation.Annotated;
        return new SubModelSpec(member.Name.Escaped(), string.Empty, isList, mayBeNull, IsPublic(model), !member.Has(KnownNames.NoGradient))
        {
            IsAnyModel = model.TypeKind == TypeKind.Interface,
            HasSelections = HasSelections(model),
        };
    }

    /// <summary>The attribute of a parameter that asks for a selection from its gradient.</summary>
    public static IEnumerable<AttributeData> MarkersOf(ISymbol parameter) =>
        parameter.GetAttributes().Where(static attribute => attribute.AttributeClass is { } type && type.Has(KnownNames.Marker));

    /// <summary>Whether a type or member has a text to read: one of this project, and in an editor also one of another project that it refers to.</summary>
    public static bool IsWritten(ISymbol symbol) => symbol.Locations.Any(static location => location.IsInSource);

    /// <summary>Whether a type or member is declared in the project of another one.</summary>
    public static bool IsWrittenWith(ISymbol symbol, ISymbol other) => IsWritten(symbol) && SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, other.ContainingAssembly);

    /// <summary>The types of this project to whose generated code that of a type refers: its base, models in it, and interfaces of models.</summary>
    public static EquatableArray<string> NeededBy(INamedTypeSymbol type) => type.GetMembers().Where(static member => SubModelOf(member) is not null)
        .Select(static member => ModelIn(TypeOf(member)!, out _)!).Concat([BaseOf(type)]).Concat(type.Interfaces.Concat([type])).SelectMany(Written)
        .Where(needed => IsWrittenWith(needed, type)).Select(SymbolText.FullName).Distinct().Except([type.FullName()]).ToEquatable();

    /// <summary>The types into which code is generated for a model or an interface of models.</summary>
    private static IEnumerable<INamedTypeSymbol> Written(INamedTypeSymbol? type) => type switch
    {
        null => [],
        { TypeKind: TypeKind.Interface } => InterfaceParser.WithDeclarations(type.OriginalDefinition).Select(static declared => declared.OriginalDefinition),
        _ when IsModelItself(type.OriginalDefinition) => [type.OriginalDefinition],
        _ => BaseOf(type) is { } parent ? [parent.OriginalDefinition] : [],
    };

    /// <summary>The model that a member of this type is, or that its elements are.</summary>
    private static INamedTypeSymbol? ModelIn(ITypeSymbol type, out bool isList)
    {
        isList = false;
        if (ModelOf(type) is { } single)
            return single;
        isList = true;
        ITypeSymbol? element = type switch
        {
            IArrayTypeSymbol { Rank: 1 } array => array.ElementType,
            INamedTypeSymbol named => named.AllInterfaces.Concat([named]).FirstOrDefault(static i =>
                i.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IReadOnlyList_T)?.TypeArguments[0],
            _ => null,
        };
        return ModelOf(element);
    }

    /// <summary>Whether a type is a model, or a list of models.</summary>
    public static bool IsOrHoldsModels(ITypeSymbol type) => ModelIn(type, out _) is not null;

    /// <summary>The model, or the interface of models, that a type is, or that a type parameter is constrained to.</summary>
    public static INamedTypeSymbol? ModelOf(ITypeSymbol? type) => type switch
    {
        INamedTypeSymbol named when IsModel(named) || InterfaceParser.IsInterfaceOfModels(named) => named,
        ITypeParameterSymbol parameter => parameter.ConstraintTypes.Select(ModelOf).FirstOrDefault(static model => model is not null),
        _ => null,
    };

    private static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IFieldSymbol { IsImplicitlyDeclared: false } field => field.Type,
        IPropertySymbol { IsIndexer: false, GetMethod: not null } property => property.Type,
        _ => null,
    };

    private static bool IsOfModel(ISymbol member) =>
        member.Has(KnownNames.Parameter) || member is IMethodSymbol { IsStatic: false, MethodKind: MethodKind.Ordinary } && member.Has(KnownNames.Differentiable);

    /// <summary>Whether attributes select from the gradients of a model's parameters; of a model behind an interface only the run knows.</summary>
    public static bool HasSelections(ITypeSymbol type) => HasSelections(type, new HashSet<ISymbol>(SymbolEqualityComparer.Default));

    private static bool HasSelections(ITypeSymbol type, HashSet<ISymbol> seen)
    {
        if (type.TypeKind == TypeKind.Interface)
            return true;
        if (!seen.Add(type))
            return false;
        if (type is INamedTypeSymbol named && BaseOf(named) is { } parent && HasSelections(parent, seen))
            return true;
        bool isWritten = IsWritten(type);
        if (!isWritten && type.GetTypeMembers("Gradients").FirstOrDefault() is { } gradients)
            return gradients.GetMembers("Select").OfType<IMethodSymbol>().Any(static method => method.Parameters.IsEmpty);
        return type.GetMembers().Any(member => !member.Has(KnownNames.NoGradient) && (member.Has(KnownNames.Parameter)
            ? MarkersOf(member).Any()
            : !member.IsStatic && TypeOf(member) is { } part && ModelIn(part, out _) is { } model && HasSelections(model, seen)));
    }

    private static bool HasParameters(ITypeSymbol type, HashSet<ISymbol> seen)
    {
        if (type.TypeKind == TypeKind.Interface)
            return true;
        if (!seen.Add(type))
            return false;
        if (type.BaseType is { } parent && HasParameters(parent, seen))
            return true;
        bool isWritten = IsWritten(type);
        if (!isWritten && type.GetTypeMembers("Gradients").FirstOrDefault() is { } gradients)
            return gradients.GetMembers().OfType<IPropertySymbol>().Any(static property => property.Name != "Entries");
        return type.GetMembers().Any(static member => member.Has(KnownNames.Parameter) && !member.Has(KnownNames.NoGradient))
            || type.GetMembers().Any(member => !member.Has(KnownNames.NoGradient) && !member.IsStatic && TypeOf(member) is { } part && ModelIn(part, out _) is { } model && HasParameters(model, seen));
    }

    /// <summary>Whether code that is written into a type, and seen by everybody who sees that, may name another type.</summary>
    public static bool IsVisibleBeside(ITypeSymbol type, INamedTypeSymbol owner)
    {
        for (ITypeSymbol? part = type; part is not null; part = part.ContainingType)
        {
            if (IsHidden(part) && !Around(owner).Any(outer => IsHidden(outer) && Around(outer.ContainingType).Contains(part.ContainingType, SymbolEqualityComparer.Default)))
                return false;
        }

        return type is not INamedTypeSymbol { TypeArguments: var arguments } || arguments.All(argument => IsVisibleBeside(argument, owner));
    }

    private static bool IsHidden(ITypeSymbol type) => type.ContainingType is not null
        && type.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal;

    private static IEnumerable<INamedTypeSymbol> Around(INamedTypeSymbol? type)
    {
        for (INamedTypeSymbol? part = type; part is not null; part = part.ContainingType)
            yield return part;
    }

    /// <summary>The type of a member's model that everybody who sees the owner's gradients must see, and does not; null for none.</summary>
    public static ITypeSymbol? HiddenModelOf(ISymbol member, INamedTypeSymbol owner) =>
        SubModelOf(member) is not null && ModelIn(TypeOf(member)!, out _) is { } model && !IsVisibleBeside(model, owner) ? model : null;

    private static bool IsPublic(ITypeSymbol type)
    {
        for (ITypeSymbol? part = type; part is not null; part = part.ContainingType)
        {
            if (part.DeclaredAccessibility != Accessibility.Public)
                return false;
        }

        return type is not INamedTypeSymbol { TypeArguments: var arguments } || arguments.All(IsPublic);
    }
}
