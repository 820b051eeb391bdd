using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SparseDiff.Generators.Parse;

/// <summary>Whether two versions of a file differ in nothing that another file can see: only in trivia, in bodies, or in a program's statements at the top.</summary>
internal static class SameDeclarations
{
    public static bool In(SyntaxTree before, SyntaxTree after) =>
        before.Options.Equals(after.Options) && (before.IsEquivalentTo(after, topLevel: true) || ApartFromStatements(before.GetRoot(), after.GetRoot()));

    // A directive among the statements may reach the declarations behind them.
    private static bool ApartFromStatements(SyntaxNode before, SyntaxNode after) =>
        before is CompilationUnitSyntax { ContainsDirectives: false } old && after is CompilationUnitSyntax { ContainsDirectives: false } now
        && HasStatements(old) && HasStatements(now)
        && SyntaxFactory.AreEquivalent(old.Externs, now.Externs, topLevel: true)
        && SyntaxFactory.AreEquivalent(old.Usings, now.Usings, topLevel: true)
        && SyntaxFactory.AreEquivalent(old.AttributeLists, now.AttributeLists, topLevel: true)
        && AreSame([.. Declared(old)], [.. Declared(now)]);

    private static bool HasStatements(CompilationUnitSyntax unit) => unit.Members.Any(SyntaxKind.GlobalStatement);

    private static IEnumerable<MemberDeclarationSyntax> Declared(CompilationUnitSyntax unit) => unit.Members.Where(static member => member is not GlobalStatementSyntax);

    private static bool AreSame(List<MemberDeclarationSyntax> before, List<MemberDeclarationSyntax> after) =>
        before.Count == after.Count && before.Zip(after, static (a, b) => SyntaxFactory.AreEquivalent(a, b, topLevel: true)).All(static same => same);
}
