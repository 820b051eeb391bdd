using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SparseDiff.Generators.Parse;

/// <summary>What <c>checked</c> and <c>unchecked</c> around a piece of the user's code say of its overflows: a copy of the piece stands alone, and says it itself.</summary>
internal static class OverflowContext
{
    /// <summary>The copy of a piece in the context of the original.</summary>
    public static string Keep(SyntaxNode original, SyntaxNode copy)
    {
        if (original is CheckedExpressionSyntax or CheckedStatementSyntax || !original.DescendantNodesAndSelf().Any(MayOverflow)
            || original.Ancestors().TakeWhile(static outer => outer is not MemberDeclarationSyntax).Select(WordOf).FirstOrDefault(static word => word is not null) is not { } context)
        {
            return Quote.Of(copy.WithoutTrivia());
        }

        bool isStep = original.Parent is ForStatementSyntax loop && loop.Condition != original;
        SyntaxNode kept = copy switch
        {
            // What it declares is read after it, so no block may stand around it.
            StatementSyntax when copy.DescendantNodes().Any(static part => part is SingleVariableDesignationSyntax) => copy.ReplaceNodes(ValuesIn(copy), (_, value) => In(context, value)),
            VariableDeclarationSyntax declaration => declaration.ReplaceNodes(declaration.Variables.Select(static variable => variable.Initializer?.Value).OfType<ExpressionSyntax>(), (_, value) => In(context, value)),
            AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment => assignment.WithRight(In(context, assignment.Right)),
            ExpressionSyntax value when !isStep && original.Parent is not ExpressionStatementSyntax => In(context, value),
            _ => copy,
        };
        string text = Quote.Of(kept.WithoutTrivia());
        // Only a value can stand in parentheses.
        if (kept != copy || isStep)
            return text;
        return copy is StatementSyntax ? $"{context} {{ {text} }}" : copy is ExpressionSyntax ? $"{context} {{ {text}; }}" : text;
    }

    /// <summary>The outermost values in a statement that may overflow.</summary>
    private static IEnumerable<ExpressionSyntax> ValuesIn(SyntaxNode statement) => statement.DescendantNodes(static part => !IsValue(part)).Where(IsValue).Cast<ExpressionSyntax>();

    private static bool IsValue(SyntaxNode part) => MayOverflow(part) && part.Parent is not (ExpressionStatementSyntax or ForStatementSyntax) && part is ExpressionSyntax;

    private static ExpressionSyntax In(string context, ExpressionSyntax value) => SyntaxFactory.ParseExpression($"{context}({Quote.Of(value.WithoutTrivia())})").WithTriviaFrom(value);

    private static string? WordOf(SyntaxNode around) => around.Kind() switch
    {
        SyntaxKind.CheckedExpression or SyntaxKind.CheckedStatement => "checked",
        SyntaxKind.UncheckedExpression or SyntaxKind.UncheckedStatement => "unchecked",
        _ => null,
    };

    private static bool MayOverflow(SyntaxNode part) => part is BinaryExpressionSyntax or CastExpressionSyntax or PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax
        or AssignmentExpressionSyntax { RawKind: not (int)SyntaxKind.SimpleAssignmentExpression };
}
