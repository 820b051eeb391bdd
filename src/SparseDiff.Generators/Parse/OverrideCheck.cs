using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <summary>Finds overrides of differentiable methods: a call would run another method than the one whose derivative is known.</summary>
internal static class OverrideCheck
{
    public static IEnumerable<DiagnosticSpec> Run(Compilation compilation, SyntaxTree tree, CancellationToken cancellation)
    {
        if (tree.GetText(cancellation).ToString().IndexOf("override", StringComparison.Ordinal) < 0)
            return [];
        SemanticModel? model = null;
        return tree.GetRoot(cancellation)
            .DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
            .Where(MayBe)
            .Select(node => Check(node, model ??= compilation.GetSemanticModel(tree), cancellation))
            .OfType<DiagnosticSpec>();
    }

    private static bool MayBe(SyntaxNode node) =>
        node is MethodDeclarationSyntax { ReturnType: TupleTypeSyntax or IdentifierNameSyntax { Identifier.ValueText: "Tensor" } or QualifiedNameSyntax } method && method.Modifiers.Any(SyntaxKind.OverrideKeyword);

    private static DiagnosticSpec? Check(SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        if (model.GetDeclaredSymbol(node, cancellation) is not IMethodSymbol method)
            return null;
        for (IMethodSymbol? overridden = method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
        {
            if (overridden.OriginalDefinition.Has(KnownNames.Differentiable) && !Functions.Parse.FunctionSignature.IsFunction(overridden))
                return DiagnosticSpec.Create(Descriptors.OverriddenMethod, LocationSpec.Of(method.Locations[0]), $"{method.ContainingType.Name}.{method.Name}", $"{overridden.ContainingType.Name}.{overridden.Name}", method.Name);
        }

        return null;
    }
}
