using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SparseDiff.Generators.Parse;

/// <summary>Tells what plain code reads of a tensor: only its shape, or its entries, through which no gradient would flow back.</summary>
internal static class TensorReads
{
    private static readonly string[] ShapeMembers = ["Shape", "Rank", "Length", "Rows", "Columns", "Device", "ShapeText", "HasShapeOf"];

    /// <summary>Whether only the shape of a tensor is read where it stands.</summary>
    public static bool OfShape(IOperation tensor) => tensor.Parent switch
    {
        IPropertyReferenceOperation property => ShapeMembers.Contains(property.Property.Name),
        IInvocationOperation call => ShapeMembers.Contains(call.TargetMethod.Name),
        IArgumentOperation { Parent: IInvocationOperation call } => ShapeMembers.Contains(call.TargetMethod.Name),
        INameOfOperation => true,
        _ => false,
    };

    /// <summary>The local variable or argument that an operation is.</summary>
    public static ISymbol? VariableOf(IOperation? value) => value switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };

    /// <summary>The field or property that an operation is.</summary>
    public static ISymbol? MemberOf(IOperation? value) => value switch
    {
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation property => property.Property,
        _ => null,
    };

    /// <summary>
    /// The parameter of a model from which a property or method of the user's computes, or the code that is not read and may do so; null for none. Bodies in other files are
    /// not read: a file must not have to be read again after an edit of a body elsewhere.
    /// </summary>
    public static ISymbol? ParameterBehind(ISymbol member, SemanticModel model) => ParameterBehind(member, model, new HashSet<ISymbol>(SymbolEqualityComparer.Default));

    private static ISymbol? ParameterBehind(ISymbol member, SemanticModel model, HashSet<ISymbol> seen)
    {
        if (member is not (IPropertySymbol or IMethodSymbol or IFieldSymbol { Type.TypeKind: TypeKind.Delegate }) || member.Has(KnownNames.Parameter) || member.Has(KnownNames.NoGradient) || member.Has(KnownNames.Differentiable) || !seen.Add(member.OriginalDefinition))
            return null;
        foreach (SimpleNameSyntax name in BodiesOf(member, model).SelectMany(static body => body.DescendantNodesAndSelf()).OfType<SimpleNameSyntax>())
        {
            if (model.GetSymbolInfo(name).Symbol is not { } symbol || IsOfShape(name))
                continue;
            if (UnreadCode.MayCompute(symbol, model))
                return symbol;
            if ((symbol.Has(KnownNames.Parameter) ? symbol.Has(KnownNames.NoGradient) ? null : symbol : ParameterBehind(symbol, model, seen)) is { } found)
                return found;
        }

        return null;
    }

    /// <summary>The code of a property or method, and what a delegate in a member is given: as far as it stands in the file that is read.</summary>
    public static IEnumerable<SyntaxNode> BodiesOf(ISymbol member, SemanticModel model) =>
        UnreadCode.Written(member).DeclaringSyntaxReferences.Where(declaration => declaration.SyntaxTree == model.SyntaxTree).SelectMany(static declaration => BodyOf(declaration.GetSyntax()))
            .Concat(member is IFieldSymbol { Type.TypeKind: TypeKind.Delegate } or IPropertySymbol { Type.TypeKind: TypeKind.Delegate } ? ParameterAliases.GivenTo(member, model) : []);

    private static IEnumerable<SyntaxNode> BodyOf(SyntaxNode declaration) => declaration switch
    {
        PropertyDeclarationSyntax { ExpressionBody: { } body } => [body],
        IndexerDeclarationSyntax { ExpressionBody: { } body } => [body],
        BasePropertyDeclarationSyntax { AccessorList.Accessors: var accessors } => accessors.Where(static accessor => accessor.Keyword.Text == "get").SelectMany(BodyOf),
        AccessorDeclarationSyntax accessor => new SyntaxNode?[] { accessor.ExpressionBody, accessor.Body }.OfType<SyntaxNode>(),
        BaseMethodDeclarationSyntax method => new SyntaxNode?[] { method.ExpressionBody, method.Body }.OfType<SyntaxNode>(),
        LocalFunctionStatementSyntax function => new SyntaxNode?[] { function.ExpressionBody, function.Body }.OfType<SyntaxNode>(),
        _ => [],
    };

    private static bool IsOfShape(SimpleNameSyntax name)
    {
        ExpressionSyntax whole = name.Parent is MemberAccessExpressionSyntax { Name: var last } access && last == name ? access : name;
        return whole.Parent is MemberAccessExpressionSyntax { Expression: var of, Name.Identifier.Text: var member } && of == whole && ShapeMembers.Contains(member)
            || whole.Parent is IsPatternExpressionSyntax or BinaryExpressionSyntax { Right: LiteralExpressionSyntax { Token.Text: "null" } }
            || whole.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "nameof" } } };
    }
}
