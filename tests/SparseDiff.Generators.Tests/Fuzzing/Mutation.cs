using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Fuzzing;

/// <summary>Damages a program: drops, doubles, exchanges and retypes statements, expressions and tokens, and breaks its text.</summary>
internal static class Mutation
{
    private static readonly string[] Types = ["float", "double", "int", "bool", "Tensor", "var", "string", "float[]", "List<Tensor>", "object", "decimal", "long"];

    private static readonly string[] Scraps = ["(", ")", "{", "}", ";", "\"", "'", "/*", "//", "#if", "@", "=>", "?", ",", "1e999f", "\\u0000", "é", "$\"{", "[Differentiable]", "static ", "ref ", "await "];

    public static string Apply(string source, Random random)
    {
        string mutant = source;
        for (int i = random.Next(1, 4); i > 0; i--)
            mutant = Once(mutant, random);
        return mutant;
    }

    private static string Once(string source, Random random)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(source, Generated.ParseOptions).GetRoot();
        return random.Next(10) switch
        {
            0 or 1 => Drop(root, Pick<StatementSyntax>(root, random), source),
            2 => Double(Pick<StatementSyntax>(root, random), source),
            3 => Exchange<StatementSyntax>(root, random, source),
            4 or 5 => Exchange<ExpressionSyntax>(root, random, source),
            6 => Replace(Pick<TypeSyntax>(root, random), source, Types[random.Next(Types.Length)]),
            7 => Replace(Pick<ExpressionSyntax>(root, random), source, Pick<ExpressionSyntax>(root, random)?.ToString() ?? "0"),
            8 => Tokens(root, random),
            _ => Broken(source, random),
        };
    }

    private static T? Pick<T>(SyntaxNode root, Random random)
        where T : SyntaxNode
    {
        List<T> all = [.. root.DescendantNodes().OfType<T>()];
        return all.Count == 0 ? null : all[random.Next(all.Count)];
    }

    private static string Drop(SyntaxNode root, StatementSyntax? statement, string source) =>
        statement is null ? root.ToFullString() : source.Remove(statement.FullSpan.Start, statement.FullSpan.Length);

    private static string Double(StatementSyntax? statement, string source) =>
        statement is null ? source : source.Insert(statement.FullSpan.End, statement.ToFullString());

    private static string Replace(SyntaxNode? node, string source, string text) =>
        node is null ? source : source[..node.Span.Start] + text + source[node.Span.End..];

    private static string Exchange<T>(SyntaxNode root, Random random, string source)
        where T : SyntaxNode
    {
        (T? a, T? b) = (Pick<T>(root, random), Pick<T>(root, random));
        // One of two that touch may be empty, such as a missing name, and begin where the other does.
        if (a is null || b is null || a.Span.IntersectsWith(b.Span))
            return source;
        (T first, T second) = a.SpanStart < b.SpanStart ? (a, b) : (b, a);
        return source[..first.Span.Start] + second + source[first.Span.End..second.Span.Start] + first + source[second.Span.End..];
    }

    private static string Tokens(SyntaxNode root, Random random)
    {
        List<string> tokens = [.. root.DescendantTokens().Select(static token => token.ToFullString())];
        if (tokens.Count == 0)
            return string.Empty;
        int at = random.Next(tokens.Count);
        int other = random.Next(tokens.Count);
        switch (random.Next(3))
        {
            case 0:
                tokens.RemoveAt(at);
                break;
            case 1:
                tokens.Insert(at, tokens[other]);
                break;
            default:
                (tokens[at], tokens[other]) = (tokens[other], tokens[at]);
                break;
        }

        return string.Concat(tokens);
    }

    private static string Broken(string source, Random random)
    {
        int at = random.Next(source.Length + 1);
        return random.Next(2) == 0
            ? source.Insert(at, Scraps[random.Next(Scraps.Length)])
            : source.Remove(at, Math.Min(random.Next(1, 12), source.Length - at));
    }
}
