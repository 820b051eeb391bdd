using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SparseDiff.Generators.Collections;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Functions.Ir;
using SparseDiff.Generators.Functions.Structure;
using SparseDiff.Generators.Ir;
using SparseDiff.Generators.Parse;

namespace SparseDiff.Generators.Functions.Parse;

/// <summary>Reads a differentiable scalar function. Nothing of the compiler's leaves here: the result is plain records.</summary>
internal static class FunctionParser
{
    public static Outcome<FunctionSpec> Parse(IMethodSymbol method, SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        List<DiagnosticSpec> diagnostics = [];
        FunctionSignature.Check(method, node, diagnostics);
        if (diagnostics.Count > 0 || TypeParser.Parse(method.ContainingType, model.Compilation, cancellation).Product is not { } type)
            return new Outcome<FunctionSpec>(null, diagnostics.ToEquatable());
        if (model.GetOperation(node, cancellation) is not IMethodBodyOperation body || (body.BlockBody ?? body.ExpressionBody) is not { } block)
        {
            diagnostics.Add(DiagnosticSpec.Create(Descriptors.UnsupportedMethod, LocationSpec.Of(method.Locations[0]), method.Name, "has no body", "only a method with a body has a derivative"));
            return new Outcome<FunctionSpec>(null, diagnostics.ToEquatable());
        }

        var text = new BodyState(new NamePool(UserNames(method, node, type)));
        var state = new FunctionState(method, model, text, new TypeText(model, node.SpanStart, method.ContainingType, type.Reserved.ToList(), text.Usings));
        try
        {
            foreach (IParameterSymbol parameter in method.Parameters)
                state.Declare(parameter, parameter.Type, FunctionSignature.WantsGradient(parameter), node);
            List<Statement> statements = new StatementParser(state).Block(block);
            return new Outcome<FunctionSpec>(
                new FunctionSpec(
                    type, method.Name.Escaped(), method.Key(), FileName(method), MethodParser.AccessibilityOf(method), NumberTypeOf.Type(method.ReturnType),
                    state.Variables.ToEquatable(), method.Parameters.Length, statements.ToEquatable(), text.Lines.ToEquatable(), text.Names.Names.ToEquatable(),
                    text.Usings.ToEquatable(), LocationSpec.Of(method.Locations[0])),
                text.Diagnostics.ToEquatable());
        }
        catch (RefusedException refused)
        {
            if (text.Diagnostics.Count == 0)
                text.Diagnostics.Add(DiagnosticSpec.Create(Descriptors.NotUnderstood, LocationSpec.Of(method.Locations[0]), method.Name, refused.Message.Length > 0 ? refused.Message : "the code is incomplete"));
            return new Outcome<FunctionSpec>(null, text.Diagnostics.ToEquatable());
        }
    }

    /// <summary>Reads a lambda that is mapped over tensors; what it reads from around it becomes arguments without a gradient.</summary>
    public static FunctionSpec ParseLambda(
        IAnonymousFunctionOperation lambda, string name, IReadOnlyList<ISymbol> captured, SemanticModel model, TypeSpec type, IMethodSymbol method, BodyState around)
    {
        SyntaxNode node = lambda.Syntax;
        var text = new BodyState(new NamePool(UserNames(lambda.Symbol, node, type)));
        var state = new FunctionState(lambda.Symbol, model, text, new TypeText(model, node.SpanStart, method.ContainingType, type.Reserved.ToList(), text.Usings));
        try
        {
            foreach (IParameterSymbol parameter in lambda.Symbol.Parameters)
                state.Declare(parameter, parameter.Type, FunctionSignature.WantsGradient(parameter), node);
            foreach (ISymbol variable in captured)
                state.Capture(variable);
            List<Statement> statements = new StatementParser(state).Block(lambda.Body);
            FunctionSpec function = new(
                type, name, $"{method.OriginalDefinition.Key()}#{name}", name, "public", NumberTypeOf.Type(lambda.Symbol.ReturnType), state.Variables.ToEquatable(),
                lambda.Symbol.Parameters.Length + captured.Count, statements.ToEquatable(), text.Lines.ToEquatable(), text.Names.Names.ToEquatable(), text.Usings.ToEquatable(), LocationSpec.Of(node.GetLocation()));
            LossCheck.Check(function, around.Diagnostics);
            return function;
        }
        catch (RefusedException)
        {
            around.Diagnostics.AddRange(text.Diagnostics);
            throw;
        }
    }

    /// <summary>Names that generated code must not take: members, arguments and every variable of the function.</summary>
    private static IEnumerable<string> UserNames(IMethodSymbol method, SyntaxNode node, TypeSpec type) =>
        type.Reserved
            .Concat(method.Parameters.Select(static p => p.Name))
            .Concat(node.DescendantTokens().Where(static token => token.RawKind == (int)Microsoft.CodeAnalysis.CSharp.SyntaxKind.IdentifierToken).Select(static token => token.ValueText));

    /// <summary>The name, and where another differentiable method has the same, the types of the arguments.</summary>
    public static string FileName(IMethodSymbol method)
    {
        bool isOverloaded = method.ContainingType.GetMembers().OfType<IMethodSymbol>()
            .Count(other => string.Equals(other.Name, method.Name, StringComparison.OrdinalIgnoreCase) && other.Has(KnownNames.Differentiable)) > 1;
        string types = string.Concat(method.Parameters.Select(static p => "-" + string.Concat(p.Type.FullName().Select(static c => char.IsLetterOrDigit(c) ? c : '_'))));
        return isOverloaded ? method.Name + types : method.Name;
    }
}
