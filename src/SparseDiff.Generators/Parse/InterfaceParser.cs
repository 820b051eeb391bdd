using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <summary>Interfaces with differentiable methods: a call through one finds its derivative at run time, by generated members beside the method.</summary>
internal static class InterfaceParser
{
    /// <summary>Whether a method is one of an interface, to be implemented by models.</summary>
    public static bool IsDeclaration(ISymbol member) =>
        member is IMethodSymbol { IsStatic: false, IsAbstract: true, ContainingType.TypeKind: TypeKind.Interface } && member.Has(KnownNames.Differentiable);

    /// <summary>Whether calls through a type find their derivatives at run time.</summary>
    public static bool IsInterfaceOfModels(ITypeSymbol? type) => type is INamedTypeSymbol { TypeKind: TypeKind.Interface } named && WithBases(named).Any(HasDeclarations);

    /// <summary>Those of an interface and its bases that declare differentiable methods.</summary>
    public static IEnumerable<INamedTypeSymbol> WithDeclarations(INamedTypeSymbol type) => WithBases(type).Where(HasDeclarations);

    /// <summary>The interfaces of models that a type lists itself.</summary>
    public static IEnumerable<INamedTypeSymbol> ListedBy(INamedTypeSymbol type) =>
        type.Interfaces.SelectMany(WithBases).Where(HasDeclarations).Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default);

    /// <summary>The declarations that a method implements.</summary>
    public static IEnumerable<IMethodSymbol> ImplementedBy(IMethodSymbol method) => method.IsStatic || method.ContainingType.TypeKind == TypeKind.Interface ? [] : ListedBy(method.ContainingType)
        .SelectMany(static i => i.GetMembers().Where(IsDeclaration).Cast<IMethodSymbol>())
        .Where(declared => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(declared), method));

    /// <summary>Reads a method of an interface: only its signature counts.</summary>
    public static Outcome<MethodSpec> Parse(IMethodSymbol method, SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        List<DiagnosticSpec> diagnostics = [];
        SignatureCheck.Check(method, node, diagnostics);
        if (diagnostics.Count > 0 || TypeParser.Parse(method.ContainingType, model.Compilation, cancellation).Product is not { } type)
            return new Outcome<MethodSpec>(null, diagnostics.ToEquatable());
        SortedSet<string> usings = new(StringComparer.Ordinal);
        TypeText types = new(model, node.SpanStart, method.ContainingType, type.Reserved.ToList(), usings);
        EquatableArray<ArgumentSpec> arguments = method.Parameters.Select(parameter =>
        {
            bool isTensor = parameter.Type.Is(KnownNames.Tensor);
            return new ArgumentSpec(parameter.Name.Escaped(), types.Of(parameter.Type), isTensor, isTensor && !parameter.Has(KnownNames.NoGradient));
        }).ToEquatable();
        return new Outcome<MethodSpec>(
            new MethodSpec(
                type, method.Name.Escaped(), IsStatic: false, "public", arguments, [], [], [], [], [], MethodParser.ResultNames(method), [],
                type.Reserved.Concat(method.Parameters.Select(static p => p.Name)).Distinct().ToEquatable(), usings.ToEquatable(), GivesInputGradients: true, LocationSpec.Of(method.Locations[0]))
            { Key = method.OriginalDefinition.Key() },
            diagnostics.ToEquatable());
    }

    /// <summary>Checks that a method gives the gradients that the declarations it implements promise.</summary>
    public static void Check(IMethodSymbol method, List<DiagnosticSpec> diagnostics)
    {
        foreach (IMethodSymbol declared in ImplementedBy(method))
        {
            for (int i = 0; i < method.Parameters.Length; i++)
            {
                if (method.Parameters[i].Type.Is(KnownNames.Tensor) && method.Parameters[i].Has(KnownNames.NoGradient) != declared.Parameters[i].Has(KnownNames.NoGradient))
                {
                    diagnostics.Add(DiagnosticSpec.Create(
                        Descriptors.InterfaceArgument, LocationSpec.Of(method.Parameters[i].Locations[0]), method.Parameters[i].Name, $"{declared.ContainingType.Name}.{declared.Name}"));
                }
            }
        }
    }

    private static IEnumerable<INamedTypeSymbol> WithBases(INamedTypeSymbol type) => type.AllInterfaces.Insert(0, type);

    private static bool HasDeclarations(INamedTypeSymbol type) => type.GetMembers().Any(IsDeclaration);
}
