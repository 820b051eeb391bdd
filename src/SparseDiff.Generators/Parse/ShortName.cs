using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SparseDiff.Generators.Parse;

/// <summary>
/// Types by the shortest name that finds them from inside another type, where only a type can stand: in such a place members
/// of the same name do not matter.
/// </summary>
internal sealed class ShortName(INamedTypeSymbol owner, Compilation compilation)
{
    // What a generated file may import.
    private static readonly string[] Imported =
        ["SparseDiff", "SparseDiff.Kernels", "SparseDiff.Lanes", "SparseDiff.Gpu", "System", "System.Collections.Generic", "System.Linq", "System.ComponentModel", "System.Runtime.CompilerServices"];

    public string Of(INamedTypeSymbol type)
    {
        string name = Simple(type);
        INamespaceOrTypeSymbol part = type;
        while (!Finds(part))
        {
            part = part.ContainingType ?? (INamespaceOrTypeSymbol)part.ContainingNamespace;
            if (part is INamespaceSymbol { IsGlobalNamespace: true })
                return "global::" + name;
            name = Simple(part) + "." + name;
        }

        return name;
    }

    private string Simple(INamespaceOrTypeSymbol part) => part is INamedTypeSymbol { TypeArguments: { IsEmpty: false } arguments }
        ? $"{part.Name.Escaped()}<{string.Join(", ", arguments.Select(Argument))}>"
        : part.Name.Escaped();

    private string Argument(ITypeSymbol type) => type is INamedTypeSymbol { SpecialType: SpecialType.None, IsTupleType: false } named
        ? Of(named)
        : type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <summary>Whether a simple name, searched for from the owner outwards, is this type or namespace and no other.</summary>
    private bool Finds(INamespaceOrTypeSymbol part)
    {
        if (part.Name == "Gradients")
            return false;
        for (INamedTypeSymbol? container = owner; container is not null; container = container.ContainingType)
        {
            if (container.TypeParameters.Any(parameter => parameter.Name == part.Name))
                return false;
            for (INamedTypeSymbol? holder = container; holder is not null; holder = holder.BaseType)
            {
                if (holder.GetTypeMembers(part.Name) is { IsEmpty: false } nested)
                    return nested.All(found => IsSame(found, part));
            }
        }

        for (INamespaceSymbol? space = owner.ContainingNamespace; space is not null; space = space.ContainingNamespace)
        {
            if (compilation.GetCompilationNamespace(space)?.GetMembers(part.Name).ToList() is { Count: > 0 } members)
                return members.All(found => IsSame(found, part));
        }

        return part is INamedTypeSymbol { ContainingType: null } type && type.ContainingNamespace.ToDisplayString() == "SparseDiff" && IsImportedAlone(type);
    }

    /// <summary>Whether no other namespace that the user or a generated file imports has a type of this name.</summary>
    private bool IsImportedAlone(INamedTypeSymbol type)
    {
        if (Imported.Any(space => compilation.GetTypesByMetadataName($"{space}.{type.MetadataName}").Any(found => !IsSame(found, type))))
            return false;
        return owner.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is TypeDeclarationSyntax declaration
            && compilation.GetSemanticModel(declaration.SyntaxTree).LookupNamespacesAndTypes(declaration.OpenBraceToken.Span.End, name: type.Name)
                .Where(static found => found is INamespaceOrTypeSymbol).All(found => found is INamedTypeSymbol && IsSame((INamedTypeSymbol)found, type));
    }

    private static bool IsSame(INamespaceOrTypeSymbol found, INamespaceOrTypeSymbol part) => part is INamespaceSymbol
        ? found is INamespaceSymbol && found.ToDisplayString() == part.ToDisplayString()
        : SymbolEqualityComparer.Default.Equals(found.OriginalDefinition, part.OriginalDefinition);
}
