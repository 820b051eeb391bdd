using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SparseDiff.Generators.Collections;

namespace SparseDiff.Generators.Parse;

/// <summary>Finds which simple names mean something of the user's inside a type, so that generated code does not mistake them for ours.</summary>
internal static class NamesInScope
{
    // Types of ours that generated code names; where one of these means something else, it is written out in full.
    private static readonly string[] OurTypes =
    [
        "Tensor", "SparseRows", "SparseColumns", "SparseExamples", "RowGradient", "Workspace", "WorkspaceStamp", "Frames", "TensorList", "ListGradient", "DeclaredShapes", "NamedTensor", "IModel", "IGradients", "ModelGradients",
        "Elementwise", "Formats", "Ops", "Sparsify", "SelectionScope", "SliceNorm", "Labels", "IElementwise", "ILane", "ILanes", "FloatLane", "GpuLanes",
        "IGpuElementwise", "Action",
        "ArgumentNullException", "IDisposable", "ThreadStatic", "IReadOnlyList", "Enumerable", "EditorBrowsable", "EditorBrowsableState", "MethodImpl", "MethodImplOptions",
        "Math", "MathF", "Tape", "Span", "ReadOnlySpan",
    ];

    /// <summary>Every name that the type's members, its bases' and its containers' give a meaning.</summary>
    public static EquatableArray<string> Reserved(INamedTypeSymbol type)
    {
        SortedSet<string> names = new(StringComparer.Ordinal);
        for (INamedTypeSymbol? container = type; container is not null; container = container.ContainingType)
        {
            names.Add(container.Name);
            names.UnionWith(container.TypeParameters.Select(static p => p.Name));
            for (INamedTypeSymbol? part = container; part is not null; part = part.BaseType)
                names.UnionWith(part.GetMembers().Where(static m => m.CanBeReferencedByName).Select(static m => m.Name));
        }

        return names.ToEquatable();
    }

    /// <summary>Names that mean something of the user's around the type: in its namespaces, or through a using directive.</summary>
    public static EquatableArray<string> Clashes(INamedTypeSymbol type, Compilation compilation)
    {
        SortedSet<string> names = new(StringComparer.Ordinal);
        for (INamespaceSymbol? space = type.ContainingNamespace; space is not null; space = space.ContainingNamespace)
            names.UnionWith((space.IsGlobalNamespace ? space.GetTypeMembers() : space.GetMembers().OfType<INamespaceOrTypeSymbol>()).Where(static member => !IsOurs(member)).Select(static member => member.Name));

        // Always the first declaration: every member of the type must see the same names.
        if (type.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is TypeDeclarationSyntax declaration)
        {
            SemanticModel model = compilation.GetSemanticModel(declaration.SyntaxTree);
            names.UnionWith(OurTypes.Where(name => model.LookupNamespacesAndTypes(declaration.OpenBraceToken.Span.End, name: name).OfType<INamespaceOrTypeSymbol>().Any(static found => !IsOurs(found))));
        }

        return names.ToEquatable();
    }

    private static bool IsOurs(INamespaceOrTypeSymbol member) => member is INamespaceSymbol
        ? member.ContainingNamespace is { IsGlobalNamespace: true } && member.Name is "SparseDiff" or "System"
        : member.ContainingNamespace?.ToDisplayString() is "SparseDiff" or "SparseDiff.Kernels" or "SparseDiff.Lanes" or "SparseDiff.Gpu"
            or "System" or "System.Collections.Generic" or "System.Linq" or "System.ComponentModel" or "System.Runtime.CompilerServices";
}
