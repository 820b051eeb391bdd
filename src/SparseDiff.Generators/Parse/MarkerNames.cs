using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SparseDiff.Generators.Parse;

/// <summary>
/// The names by which source may call <c>[Differentiable]</c> and <c>[Parameter]</c>, and the declarations so marked: found by syntax alone, for
/// the compiler has to bind whatever it is asked about. What a name really means is asked afterwards, of the few that are left.
/// </summary>
internal sealed class MarkerNames
{
    private const string Suffix = "Attribute";

    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    private MarkerNames(IEnumerable<string> known) => names.UnionWith(known);

    /// <summary>The names that hold in every file: the attributes' own, and global aliases of them.</summary>
    public static MarkerNames Of(IEnumerable<SyntaxTree> trees, CancellationToken cancellation)
    {
        var global = new MarkerNames(["Differentiable", "DifferentiableAttribute", "Parameter", "ParameterAttribute"]);
        foreach (SyntaxTree tree in trees)
        {
            if (tree.GetRoot(cancellation) is CompilationUnitSyntax unit)
                global.Add(unit.Usings.Where(static directive => directive.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword)));
        }

        return global;
    }

    /// <summary>The declarations of a file that carry an attribute of such a name.</summary>
    public IEnumerable<SyntaxNode> Find(SyntaxTree tree, CancellationToken cancellation)
    {
        if (!IsMentionedIn(tree.GetText(cancellation).ToString()))
            return [];
        SyntaxNode root = tree.GetRoot(cancellation);
        var inFile = new MarkerNames(names);
        inFile.Add(root.DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).OfType<UsingDirectiveSyntax>());
        return root.DescendantNodes().OfType<AttributeListSyntax>().Where(inFile.HasOne).SelectMany(MarkedBy).Distinct();
    }

    private void Add(IEnumerable<UsingDirectiveSyntax> directives)
    {
        foreach (UsingDirectiveSyntax directive in directives)
        {
            if (directive is not { Alias.Name.Identifier.ValueText: var alias, NamespaceOrType: NameSyntax aliased } || !names.Contains(Last(aliased)))
                continue;
            names.Add(alias);
            if (alias.EndsWith(Suffix, StringComparison.Ordinal))
                names.Add(alias.Substring(0, alias.Length - Suffix.Length));
        }
    }

    /// <summary>Whether the text has a name anywhere; an escaped character may hide one.</summary>
    private bool IsMentionedIn(string text) =>
        names.Any(name => text.IndexOf(name, StringComparison.Ordinal) >= 0) || text.IndexOf("\\u", StringComparison.OrdinalIgnoreCase) >= 0;

    private bool HasOne(AttributeListSyntax list) => list.Attributes.Any(attribute => names.Contains(Last(attribute.Name)));

    private static IEnumerable<SyntaxNode> MarkedBy(AttributeListSyntax list) => list.Parent switch
    {
        BaseFieldDeclarationSyntax field => field.Declaration.Variables,
        null or CompilationUnitSyntax => [],
        { } declaration => [declaration],
    };

    private static string Last(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => string.Empty,
    };
}
