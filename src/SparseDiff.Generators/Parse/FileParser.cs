using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Functions.Parse;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <summary>Reads the marked members of one file.</summary>
internal static class FileParser
{
    public static ParsedFile Parse(Compilation compilation, SyntaxTree tree, MarkerNames names, ProjectBodies bodies, CancellationToken cancellation)
    {
        List<Outcome<TypeSpec>> types = [];
        List<Outcome<MethodSpec>> methods = [];
        List<Outcome<MethodSpec>> declarations = [];
        List<Outcome<FunctionSpec>> functions = [];
        SemanticModel? model = null;
        foreach (SyntaxNode node in names.Find(tree, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            model ??= bodies.ModelOf(node);
            if ((model.GetDeclaredSymbol(node, cancellation) ?? (node is LambdaExpressionSyntax ? model.GetSymbolInfo(node, cancellation).Symbol : null)) is not { ContainingType: { } type } symbol)
                continue;
            bool isDifferentiable = symbol.Has(KnownNames.Differentiable);
            if (!isDifferentiable && !symbol.Has(KnownNames.Parameter))
                continue;
            if (isDifferentiable && symbol is IMethodSymbol strange && node is not MethodDeclarationSyntax)
            {
                methods.Add(Guard.Run(strange, () => MethodParser.Parse(strange, node, model, bodies, cancellation)));
                continue;
            }

            if (symbol is IMethodSymbol handwritten && HandwrittenDerivative.IsOf(handwritten))
            {
                if (HandwrittenDerivative.Check(handwritten, node).ToEquatable() is { Count: > 0 } defects)
                    methods.Add(new Outcome<MethodSpec>(null, defects));
                continue;
            }

            types.Add(Guard.Run(symbol, () => TypeParser.Parse(type, compilation, cancellation)));
            if (!isDifferentiable || symbol is not IMethodSymbol method)
                continue;
            if (FunctionSignature.IsFunction(method))
                functions.Add(Guard.Run(method, () => FunctionParser.Parse(method, node, model, cancellation)));
            else if (InterfaceParser.IsDeclaration(method))
                declarations.Add(Guard.Run(method, () => InterfaceParser.Parse(method, node, model, cancellation)));
            else
                methods.Add(Guard.Run(method, () => MethodParser.Parse(method, node, model, bodies, cancellation)));
        }

        List<DiagnosticSpec> overrides = [.. OverrideCheck.Run(compilation, tree, cancellation)];
        return types.Count == 0 && methods.Count == 0 && overrides.Count == 0
            ? ParsedFile.Empty
            : new ParsedFile(types.Distinct().ToEquatable(), methods.ToEquatable(), functions.ToEquatable()) { Declarations = declarations.ToEquatable(), Overrides = overrides.ToEquatable() };
    }
}
