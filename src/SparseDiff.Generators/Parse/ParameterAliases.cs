using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SparseDiff.Generators.Parse;

/// <summary>
/// Finds members that hold the tensor of a parameter under another name: what they are given in the file that is read, such as <c>head = W</c> in a constructor, or
/// one argument of the constructor for both.
/// </summary>
internal static class ParameterAliases
{
    /// <summary>The parameter that a member holds as well; null for none.</summary>
    public static ISymbol? Of(ISymbol member, SemanticModel model)
    {
        if (member is not (IFieldSymbol or IPropertySymbol) || member.Has(KnownNames.Parameter) || member.Has(KnownNames.NoGradient) || member.ContainingType is not { } type)
            return null;
        List<ISymbol> parameters = [.. type.OriginalDefinition.GetMembers().Where(static other => other.Has(KnownNames.Parameter) && !other.Has(KnownNames.NoGradient))];
        if (parameters.Count == 0)
            return null;
        List<(ISymbol Target, ISymbol Value)> flows = [.. type.DeclaringSyntaxReferences.Where(reference => reference.SyntaxTree == model.SyntaxTree)
            .SelectMany(static reference => reference.GetSyntax().DescendantNodes()).SelectMany(node => Flow(node, model))];
        List<ISymbol> held = [.. flows.Where(flow => IsSame(flow.Target, member.OriginalDefinition)).Select(static flow => flow.Value)];
        return parameters.FirstOrDefault(parameter => held.Any(value => IsSame(value, parameter))
            || flows.Any(flow => IsSame(flow.Target, parameter) && (IsSame(flow.Value, member.OriginalDefinition) || held.Any(value => IsSame(value, flow.Value)))));
    }

    /// <summary>The expressions that a member is assigned in the file that is read.</summary>
    public static IEnumerable<ExpressionSyntax> GivenTo(ISymbol member, SemanticModel model) => member.ContainingType is not { } type
        ? []
        : type.DeclaringSyntaxReferences.Where(reference => reference.SyntaxTree == model.SyntaxTree).SelectMany(static reference => reference.GetSyntax().DescendantNodes()).Select(node => node switch
        {
            AssignmentExpressionSyntax change when IsSame(model.GetSymbolInfo(change.Left).Symbol, member) => change.Right,
            VariableDeclaratorSyntax { Initializer: { } initializer } when IsSame(model.GetDeclaredSymbol(node), member) => initializer.Value,
            PropertyDeclarationSyntax { Initializer: { } initializer } when IsSame(model.GetDeclaredSymbol(node), member) => initializer.Value,
            _ => null,
        }).OfType<ExpressionSyntax>();

    /// <summary>The members or variables that an assignment or initializer makes the same.</summary>
    private static IEnumerable<(ISymbol Target, ISymbol Value)> Flow(SyntaxNode node, SemanticModel model)
    {
        (ISymbol? target, ExpressionSyntax? value) = node switch
        {
            AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } change => (model.GetSymbolInfo(change.Left).Symbol, change.Right),
            VariableDeclaratorSyntax { Initializer: { } initializer } => (model.GetDeclaredSymbol(node), initializer.Value),
            PropertyDeclarationSyntax { Initializer: { } initializer } => (model.GetDeclaredSymbol(node), initializer.Value),
            _ => ((ISymbol?)null, (ExpressionSyntax?)null),
        };
        while (value is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } or ParenthesizedExpressionSyntax)
            value = value is ParenthesizedExpressionSyntax inner ? inner.Expression : ((PostfixUnaryExpressionSyntax)value).Operand;
        if (value is AssignmentExpressionSyntax { Left: var first })
            value = first;
        return target is not null && value is not null && model.GetSymbolInfo(value).Symbol is IFieldSymbol or IPropertySymbol or ILocalSymbol or IParameterSymbol
            ? [(target.OriginalDefinition, model.GetSymbolInfo(value).Symbol!.OriginalDefinition)]
            : [];
    }

    private static bool IsSame(ISymbol? one, ISymbol other) => SymbolEqualityComparer.Default.Equals(one, other);
}
