using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SparseDiff.Generators.Diagnostics;
using SparseDiff.Generators.Ir;

namespace SparseDiff.Generators.Parse;

/// <summary>Copies an expression of the user's so that it means the same in generated code: every name is bound to what it means here.</summary>
internal sealed class ScalarText(SemanticModel model, INamedTypeSymbol owner, BodyState state, TypeText types) : CSharpSyntaxRewriter
{
    /// <summary>Whether variables of type float are doubles where the copy will stand: it reads them as floats.</summary>
    public bool NarrowsFloats { get; init; }

    /// <summary>Tensors that the expressions copied so far read.</summary>
    public HashSet<int> Reads { get; } = [];

    /// <summary>Captured scalars that the expressions copied so far read.</summary>
    public HashSet<int> ReadsScalars { get; } = [];

    public string Copy(SyntaxNode expression) => OverflowContext.Keep(expression, Visit(expression));

    public override SyntaxNode? VisitIdentifierName(IdentifierNameSyntax node) => Bind(node) ?? base.VisitIdentifierName(node);

    public override SyntaxNode? VisitGenericName(GenericNameSyntax node) => Bind(node) ?? base.VisitGenericName(node);

    public override SyntaxNode? VisitPredefinedType(PredefinedTypeSyntax node) => node;

    public override SyntaxNode? VisitNameColon(NameColonSyntax node) => node;

    public override SyntaxNode? VisitQualifiedName(QualifiedNameSyntax node) => TypeOrNull(node) ?? base.VisitQualifiedName(node);

    public override SyntaxNode? VisitAliasQualifiedName(AliasQualifiedNameSyntax node) => TypeOrNull(node) ?? node;

    public override SyntaxNode? VisitMemberAccessExpression(MemberAccessExpressionSyntax node)
    {
        if (TypeOrNull(node) is { } type)
            return type;
        CheckVisible(model.GetSymbolInfo(node).Symbol, node.Name);
        NoteExtension(model.GetSymbolInfo(node).Symbol);
        // The name after the dot belongs to what stands before it; only its type arguments are ours to bind.
        var name = node.Name is GenericNameSyntax generic
            ? generic.WithTypeArgumentList((TypeArgumentListSyntax)VisitTypeArgumentList(generic.TypeArgumentList)!)
            : node.Name;
        return node.Update((ExpressionSyntax)Visit(node.Expression), node.OperatorToken, name);
    }

    public override SyntaxNode? VisitMemberBindingExpression(MemberBindingExpressionSyntax node) => node;

    public override SyntaxNode? VisitInitializerExpression(InitializerExpressionSyntax node)
    {
        if (!node.IsKind(SyntaxKind.ObjectInitializerExpression))
            return base.VisitInitializerExpression(node);
        return node.ReplaceNodes(
            node.Expressions.OfType<AssignmentExpressionSyntax>().Select(static a => a.Right),
            (original, _) => Visit(original));
    }

    public override SyntaxNode? VisitDeclarationExpression(DeclarationExpressionSyntax node) => node.Designation is ParenthesizedVariableDesignationSyntax
        ? node.WithDesignation((VariableDesignationSyntax)Visit(node.Designation)!)
        : base.VisitDeclarationExpression(node);

    public override SyntaxNode? VisitSingleVariableDesignation(SingleVariableDesignationSyntax node) =>
        model.GetDeclaredSymbol(node) is ILocalSymbol local && state.SharedNames.Contains(local.Name)
            ? node.WithIdentifier(SyntaxFactory.Identifier(state.NameOfVariable(local)).WithTriviaFrom(node.Identifier))
            : base.VisitSingleVariableDesignation(node);

    public override SyntaxNode? VisitQueryExpression(QueryExpressionSyntax node)
    {
        foreach (SyntaxNode part in node.DescendantNodes())
        {
            NoteExtension(part is QueryClauseSyntax clause ? model.GetQueryClauseInfo(clause).OperationInfo.Symbol : part is SelectOrGroupClauseSyntax or OrderingSyntax ? model.GetSymbolInfo(part).Symbol : null);
            if (part is QueryClauseSyntax cast)
                NoteExtension(model.GetQueryClauseInfo(cast).CastInfo.Symbol);
        }

        return base.VisitQueryExpression(node);
    }

    public override SyntaxNode? VisitInvocationExpression(InvocationExpressionSyntax node) =>
        node.Expression is IdentifierNameSyntax { Identifier.Text: "nameof" } && model.GetConstantValue(node) is { HasValue: true, Value: string text }
            ? SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(text))
            : base.VisitInvocationExpression(node);

    private SyntaxNode? Bind(SimpleNameSyntax node)
    {
        ISymbol? symbol = model.GetSymbolInfo(node).Symbol;
        CheckVisible(symbol, node);
        switch (symbol)
        {
            case ILocalSymbol { HasConstantValue: true } constant when SymbolText.Constant(constant.Type, constant.ConstantValue) is { } text:
                return Parse(text, node);
            case ILocalSymbol or IParameterSymbol when state.Tensors.TryGetValue(symbol, out int tensor):
                Reads.Add(tensor);
                return Parse(state.Values[tensor].Name, node);
            case ILocalSymbol when state.Renamed.TryGetValue(symbol, out string? renamed):
                return Parse(renamed, node);
            case ILocalSymbol when state.Lists.TryGetValue(symbol, out int list):
                Reads.Add(list);
                return Parse(state.Values[list].Name, node);
            case ILocalSymbol or IParameterSymbol when state.ScalarsOf.TryGetValue(symbol, out int scalar):
                ReadsScalars.Add(scalar);
                if (NarrowsFloats && state.Scalars[scalar].Type == "float")
                    return SyntaxFactory.ParseExpression($"((float){state.Scalars[scalar].Name})").WithTriviaFrom(node);
                return Parse(state.Scalars[scalar].Name, node);
            case INamedTypeSymbol type when node.Parent is not AttributeSyntax:
                return Parse(types.Of(type), node);
            case IFieldSymbol or IPropertySymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary } or IEventSymbol
                when symbol.IsStatic && symbol.ContainingType is { } container && !IsInside(container):
                return SyntaxFactory.ParseExpression(types.Of(container) + "." + WithArguments(node)).WithTriviaFrom(node);
            case IFieldSymbol or IPropertySymbol or IEventSymbol when state.VariableNames.Contains(symbol.Name) && IsOwnMember(node):
                return SyntaxFactory.ParseExpression((symbol.IsStatic ? types.Of(symbol.ContainingType) : "this") + "." + node.Identifier.Text).WithTriviaFrom(node);
            default:
                return null;
        }
    }

    /// <summary>Whether a name stands for a member of the object itself: in patterns and initializers it is one of another.</summary>
    private static bool IsOwnMember(SimpleNameSyntax node) => node.Parent is not (NameColonSyntax or NameEqualsSyntax or ExpressionColonSyntax or MemberBindingExpressionSyntax or QualifiedNameSyntax)
        && !(node.Parent is AssignmentExpressionSyntax { Left: var target, Parent: InitializerExpressionSyntax } && target == node);

    private string WithArguments(SimpleNameSyntax node) => node is GenericNameSyntax generic
        ? generic.Identifier.Text + VisitTypeArgumentList(generic.TypeArgumentList)
        : node.Identifier.Text;

    private SyntaxNode? TypeOrNull(SyntaxNode node) =>
        model.GetSymbolInfo(node).Symbol is INamedTypeSymbol { IsFileLocal: false } type ? Parse(types.Of(type), node) : null;

    /// <summary>A file-local type means nothing in another file, and generated code is one.</summary>
    private void CheckVisible(ISymbol? symbol, SyntaxNode node)
    {
        INamedTypeSymbol? type = symbol as INamedTypeSymbol ?? (symbol is { IsStatic: true } or IMethodSymbol { ReducedFrom: not null } ? symbol.ContainingType : null);
        for (INamedTypeSymbol? part = type; part is not null; part = part.ContainingType)
        {
            if (!part.IsFileLocal)
                continue;
            state.Diagnostics.Add(DiagnosticSpec.Create(Descriptors.PrivateScalar, LocationSpec.Of(node.GetLocation()), Quote.Of(node), part.ToDisplayString()));
            throw new RefusedException();
        }
    }

    private void NoteExtension(ISymbol? method)
    {
        if (method is IMethodSymbol { ReducedFrom: { } extension } && !extension.ContainingNamespace.IsGlobalNamespace)
            state.Usings.Add(extension.ContainingNamespace.ToDisplayString());
    }

    private bool IsInside(INamedTypeSymbol container)
    {
        for (INamedTypeSymbol? outer = owner; outer is not null; outer = outer.ContainingType)
        {
            for (INamedTypeSymbol? part = outer; part is not null; part = part.BaseType)
            {
                if (SymbolEqualityComparer.Default.Equals(part.OriginalDefinition, container.OriginalDefinition))
                    return true;
            }
        }

        return false;
    }

    private static SyntaxNode Parse(string text, SyntaxNode original) => original is TypeSyntax && original.Parent is not (MemberAccessExpressionSyntax or ArgumentSyntax or BinaryExpressionSyntax)
        && SyntaxFactory.ParseTypeName(text) is { IsMissing: false } type && type.ToFullString() == text
        ? type.WithTriviaFrom(original)
        : SyntaxFactory.ParseExpression(text).WithTriviaFrom(original);
}
