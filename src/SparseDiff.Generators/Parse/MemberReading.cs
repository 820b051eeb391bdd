using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SparseDiff.Generators.Parse;

/// <summary>Whether a member gives the same object at every reading.</summary>
internal static class MemberReading
{
    /// <summary>Whether a member may give another object later: it can be set, or code decides what it gives.</summary>
    public static bool MayChange(ISymbol member) => member switch
    {
        IFieldSymbol field => !field.IsReadOnly,
        IPropertySymbol { SetMethod: { IsInitOnly: false } } => true,
        IPropertySymbol property => Getter(property) is not null || !property.DeclaringSyntaxReferences.Any(),
        _ => true,
    };

    /// <summary>
    /// Whether the code of a property makes what it gives: a model, or a tensor by a method or operator of the library. A method of the user's may
    /// give a tensor that it keeps.
    /// </summary>
    public static bool MakesAnew(IPropertySymbol property, Compilation compilation)
    {
        if (Getter(property) is not { } code)
            return false;
        SemanticModel model = compilation.GetSemanticModel(code.SyntaxTree);
        List<ExpressionSyntax> given = code is ArrowExpressionClauseSyntax { Expression: var whole }
            ? [whole]
            : [.. code.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<ReturnStatementSyntax>().Select(static end => end.Expression).OfType<ExpressionSyntax>()];
        return given.Count > 0 && given.All(value => IsNew(value, property.Type, model));
    }

    private static bool IsNew(ExpressionSyntax value, ITypeSymbol type, SemanticModel model) => value switch
    {
        ParenthesizedExpressionSyntax inner => IsNew(inner.Expression, type, model),
        BaseObjectCreationExpressionSyntax => ModelTypes.ModelOf(type) is not null,
        InvocationExpressionSyntax or BinaryExpressionSyntax or PrefixUnaryExpressionSyntax => type.Is(KnownNames.Tensor)
            && model.GetSymbolInfo(value).Symbol is IMethodSymbol { IsStatic: true } method && SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, type.ContainingAssembly),
        _ => false,
    };

    /// <summary>The code that runs where a property is read; null where the compiler writes it.</summary>
    private static SyntaxNode? Getter(IPropertySymbol property) => property.DeclaringSyntaxReferences.Concat(property.PartialImplementationPart?.DeclaringSyntaxReferences ?? [])
        .Select(static reference => reference.GetSyntax()).OfType<PropertyDeclarationSyntax>()
        .Select(static declaration => (SyntaxNode?)declaration.ExpressionBody ?? Code(declaration.AccessorList?.Accessors.FirstOrDefault(static accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration))))
        .FirstOrDefault(static code => code is not null);

    private static SyntaxNode? Code(AccessorDeclarationSyntax? getter) => (SyntaxNode?)getter?.ExpressionBody ?? getter?.Body;
}
