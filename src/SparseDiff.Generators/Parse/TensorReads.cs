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
        IEventReferenceOperation happening => happening.Event,
        _ => null,
    };

    /// <summary>The code of a property, method or constructor, and what a delegate in a member is given: as far as it stands in the project.</summary>
    public static IEnumerable<SyntaxNode> BodiesOf(ISymbol member, ProjectBodies bodies) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => bodies.DeclarationsOf(constructor).SelectMany(BodyOf).Concat(InitializersOf(constructor.ContainingType, bodies)),
        _ when KeepsCode(member) => Declared(member, bodies).Concat(bodies.Aliases.GivenTo(member)),
        _ => Declared(member, bodies),
    };

    /// <summary>Whether a member, argument or variable holds code: a delegate or a <c>Lazy</c>, or a collection of them.</summary>
    public static bool KeepsCode(ISymbol place) => IsCode(place switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        IEventSymbol happening => happening.Type,
        IParameterSymbol argument => argument.Type,
        ILocalSymbol local => local.Type,
        _ => null,
    });

    private static bool IsCode(ITypeSymbol? type) => type is { TypeKind: TypeKind.Delegate } or { Name: "Lazy", ContainingNamespace.Name: "System" } || type is IArrayTypeSymbol array && IsCode(array.ElementType)
        || type is INamedTypeSymbol { TypeArguments: var parts } && TensorHolders.IsContainer(type) && parts.Any(IsCode);

    /// <summary>The member or variable in which an element of a collection lies.</summary>
    public static IOperation? WithoutIndex(IOperation? element) => element switch
    {
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: var list } => WithoutIndex(list),
        IArrayElementReferenceOperation { ArrayReference: var array } => WithoutIndex(array),
        IImplicitIndexerReferenceOperation { Instance: var list } => WithoutIndex(list),
        _ => element,
    };

    private static IEnumerable<SyntaxNode> Declared(ISymbol member, ProjectBodies bodies) => bodies.DeclarationsOf(UnreadCode.Written(member)).SelectMany(BodyOf);

    /// <summary>The initializers of a type's members, which every constructor runs.</summary>
    private static IEnumerable<SyntaxNode> InitializersOf(INamedTypeSymbol type, ProjectBodies bodies) => type.OriginalDefinition.GetMembers().Where(static member => member is IFieldSymbol or IPropertySymbol)
        .SelectMany(bodies.DeclarationsOf).Select(static declaration => declaration switch
        {
            VariableDeclaratorSyntax { Initializer: { } initializer } => initializer,
            PropertyDeclarationSyntax { Initializer: { } initializer } => initializer,
            _ => null,
        }).OfType<SyntaxNode>();

    private static IEnumerable<SyntaxNode> BodyOf(SyntaxNode declaration) => declaration switch
    {
        PropertyDeclarationSyntax { ExpressionBody: { } body } => [body],
        IndexerDeclarationSyntax { ExpressionBody: { } body } => [body],
        BasePropertyDeclarationSyntax { AccessorList.Accessors: var accessors } => accessors.Where(static accessor => accessor.Keyword.Text == "get").SelectMany(BodyOf),
        AccessorDeclarationSyntax accessor => new SyntaxNode?[] { accessor.ExpressionBody, accessor.Body }.OfType<SyntaxNode>(),
        ConstructorDeclarationSyntax constructor => new SyntaxNode?[] { constructor.Initializer, constructor.ExpressionBody, constructor.Body }.OfType<SyntaxNode>(),
        BaseMethodDeclarationSyntax method => new SyntaxNode?[] { method.ExpressionBody, method.Body }.OfType<SyntaxNode>(),
        LocalFunctionStatementSyntax function => new SyntaxNode?[] { function.ExpressionBody, function.Body }.OfType<SyntaxNode>(),
        _ => [],
    };

    /// <summary>Whether code reads only the shape of a tensor that it names, or whether there is one.</summary>
    public static bool IsOfShape(SimpleNameSyntax name)
    {
        ExpressionSyntax whole = name.Parent is MemberAccessExpressionSyntax { Name: var last } access && last == name ? access : name;
        return whole.Parent is MemberAccessExpressionSyntax { Expression: var of, Name.Identifier.Text: var member } && of == whole && ShapeMembers.Contains(member)
            || whole.Parent is IsPatternExpressionSyntax or BinaryExpressionSyntax { Right: LiteralExpressionSyntax { Token.Text: "null" } }
            || whole.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "nameof" } or MemberAccessExpressionSyntax { Name.Identifier.Text: "ThrowIfNull" } } };
    }
}
