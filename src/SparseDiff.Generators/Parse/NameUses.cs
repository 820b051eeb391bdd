using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SparseDiff.Generators.Parse;

/// <summary>
/// Finds by text alone where a file assigns a member of some name, or calls a method or creates an object of it: to bind every file for that would cost too much. The name
/// <c>new</c> stands for creations that do not name their type, <c>base</c> and <c>this</c> for constructors that call another, <c>[</c> for assignments to elements.
/// </summary>
internal static class NameUses
{
    public static IEnumerable<SyntaxNode> In(SyntaxTree tree, string name, CancellationToken cancellation)
    {
        string text = tree.GetText(cancellation).ToString();
        for (int at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + name.Length, StringComparison.Ordinal))
        {
            if (IsPartOfName(text, at) && (IsPartOfName(text, at - 1) || IsPartOfName(text, at + name.Length)))
                continue;
            SyntaxToken token = tree.GetRoot(cancellation).FindToken(at);
            if (token.ValueText == name && UseAt(token) is { } use)
                yield return use;
        }
    }

    /// <summary>The same within some code, and what is declared there aside.</summary>
    public static IEnumerable<SyntaxNode> Within(SyntaxNode code, string name) => code.DescendantTokens().Where(token => token.ValueText == name).Select(UseAt).OfType<SyntaxNode>();

    /// <summary>The member whose code a place is; the whole file among a program's statements at the top; null among declarations.</summary>
    public static SyntaxNode? CodeAround(SyntaxNode place)
    {
        SyntaxNode? member = place.AncestorsAndSelf().FirstOrDefault(static node => node is MemberDeclarationSyntax and not (BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax));
        return member is GlobalStatementSyntax ? member.SyntaxTree.GetRoot() : member;
    }

    private static bool IsPartOfName(string text, int at) => at >= 0 && at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_');

    private static SyntaxNode? UseAt(SyntaxToken token) => token.Parent switch
    {
        ImplicitObjectCreationExpressionSyntax creation when creation.NewKeyword == token => creation,
        ConstructorInitializerSyntax initializer => initializer,
        VariableDeclaratorSyntax { Initializer: not null, Parent.Parent: FieldDeclarationSyntax } field => field,
        PropertyDeclarationSyntax { Initializer: not null } property => property,
        BracketedArgumentListSyntax { Parent: ElementAccessExpressionSyntax { Parent: AssignmentExpressionSyntax change } element } list when change.Left == element && list.OpenBracketToken == token => change,
        SimpleNameSyntax name => UseOf(name),
        _ => null,
    };

    private static SyntaxNode? UseOf(SimpleNameSyntax name)
    {
        SyntaxNode whole = name.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Name == name => access,
            MemberBindingExpressionSyntax binding => binding,
            QualifiedNameSyntax qualified when qualified.Right == name => qualified,
            AliasQualifiedNameSyntax qualified => qualified,
            _ => name,
        };
        return whole.Parent switch
        {
            AssignmentExpressionSyntax change when change.Left == whole => change,
            ArgumentSyntax { Parent: TupleExpressionSyntax { Parent: AssignmentExpressionSyntax change } tuple } when change.Left == tuple => change,
            InvocationExpressionSyntax call when call.Expression == whole => call,
            ObjectCreationExpressionSyntax creation when creation.Type == whole => creation,
            PrimaryConstructorBaseTypeSyntax parent => parent,
            RefExpressionSyntax given => given,
            ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument => argument,
            ArgumentSyntax or EqualsValueClauseSyntax or AssignmentExpressionSyntax or ArrowExpressionClauseSyntax => name,
            _ => Changed(whole),
        };
    }

    /// <summary>The assignment to an element or a part of what a name means, or the call of a method of it.</summary>
    private static SyntaxNode? Changed(SyntaxNode whole)
    {
        SyntaxNode part = whole;
        while (part.Parent is ElementAccessExpressionSyntax or MemberAccessExpressionSyntax or PostfixUnaryExpressionSyntax && part.Parent.ChildNodes().First() == part)
            part = part.Parent;
        return part == whole ? null : part.Parent switch
        {
            AssignmentExpressionSyntax change when change.Left == part => change,
            InvocationExpressionSyntax call when call.Expression == part && part is MemberAccessExpressionSyntax => call,
            _ => null,
        };
    }
}
