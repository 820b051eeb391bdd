using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Functions;

/// <summary>The scalar functions of the grid of functions, mapped over tensors: as they are, through a lambda, and as functions of floats.</summary>
internal static class MappedGrid
{
    private const string Usings = "global using System; global using System.Collections.Generic; global using System.Linq; global using SparseDiff;";

    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "SparseDiff.Grid.Tests");

    private static readonly SyntaxTree[] Trees = [.. Directory.GetFiles(Path.Combine(Folder, "Functions"), "*.cs").Order(StringComparer.Ordinal)
        .Select(static path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), Generated.ParseOptions)).Where(static tree => Functions(tree).Any())];

    private static readonly Lazy<LoadedProgram> Doubles = new(static () => Build(static tree => tree.GetRoot(), isMappedByName: false));
    private static readonly Lazy<LoadedProgram> Floats = new(static () => Build(static tree => new ToFloats().Visit(tree.GetRoot()), isMappedByName: true));

    /// <summary>Class and name of every function that takes numbers only.</summary>
    public static TheoryData<string> Names => [.. Trees.SelectMany(Functions).Select(NameOf)];

    /// <summary>The functions of doubles, and methods that map them by lambdas.</summary>
    public static LoadedProgram OfDoubles => Doubles.Value;

    /// <summary>The same functions of floats, and methods that map them by their names where all arguments are numbers.</summary>
    public static LoadedProgram OfFloats => Floats.Value;

    private static string NameOf(MethodDeclarationSyntax method) => $"{((TypeDeclarationSyntax)method.Parent!).Identifier.Text}.{method.Identifier.Text}";

    private static IEnumerable<MethodDeclarationSyntax> Functions(SyntaxTree tree) => tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
        .Where(static method => method.AttributeLists.ToString().Contains("Differentiable", StringComparison.Ordinal) && method.ReturnType.ToString() == "double"
            && method.ParameterList.Parameters.All(static parameter => parameter.Type!.ToString() is "double" or "int" or "bool"));

    private static LoadedProgram Build(Func<SyntaxTree, SyntaxNode> change, bool isMappedByName)
    {
        string maps = string.Join("\n", Trees.SelectMany(Functions).Select(method => Map(method, isMappedByName)));
        string[] attributes = [.. Directory.GetFiles(Path.Combine(Folder, "Grid"), "*Attribute.cs").Select(File.ReadAllText)];
        Generated generated = Generated.From(
        [
            Usings, .. attributes, .. Trees.Select(tree => change(tree).ToFullString()),
            "using SparseDiff.Grid.Tests.Functions;\nusing static SparseDiff.Ops;\npublic static partial class Maps\n{\n" + maps + "\n}\n",
        ]);
        Assert.Empty(generated.Diagnostics.Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return generated.Load();
    }

    /// <summary>A method that maps a function; integers are 2, and of more than three numbers the last ones 0.7.</summary>
    private static string Map(MethodDeclarationSyntax method, bool byName)
    {
        string[] types = [.. method.ParameterList.Parameters.Select(static parameter => parameter.Type!.ToString())];
        int count = Math.Min(3, types.Count(static type => type == "double"));
        string[] tensors = [.. Enumerable.Range(0, count).Select(static i => "t" + i)];
        int next = 0;
        string[] passed = [.. types.Select(type => type switch
        {
            "int" => "2",
            "bool" => "true",
            _ => next < count ? "v" + next++ : byName ? "0.7f" : "0.7",
        })];
        string function = byName && passed.All(static argument => argument[0] == 'v')
            ? NameOf(method)
            : $"({string.Join(", ", tensors.Select(static (_, i) => "v" + i))}) => {(byName ? string.Empty : "(float)")}{NameOf(method)}({string.Join(", ", passed)})";
        return $"[Differentiable] public static Tensor {NameOf(method).Replace('.', '_')}({string.Join(", ", tensors.Select(static tensor => "Tensor " + tensor))}) => Map({string.Join(", ", tensors)}, {function});";
    }

    /// <summary>Makes the doubles of a program floats.</summary>
    private sealed class ToFloats : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitPredefinedType(PredefinedTypeSyntax node) =>
            node.Keyword.IsKind(SyntaxKind.DoubleKeyword) ? node.WithKeyword(SyntaxFactory.Token(SyntaxKind.FloatKeyword).WithTriviaFrom(node.Keyword)) : node;

        // An iteration of floats does not come closer than some of their last places: its loop would not end.
        public override SyntaxNode? VisitLiteralExpression(LiteralExpressionSyntax node) => node.Token.Value is double value && !node.Ancestors().OfType<AttributeSyntax>().Any()
            ? node.WithToken(SyntaxFactory.ParseToken(value is > 0 and < 1e-5 ? "1e-5f" : node.Token.Text.TrimEnd('d') + "f").WithTriviaFrom(node.Token))
            : base.VisitLiteralExpression(node);

        public override SyntaxNode? VisitIdentifierName(IdentifierNameSyntax node) =>
            node.Identifier.Text == "Math" && node.Parent is MemberAccessExpressionSyntax { Name.Identifier.Text: not "Clamp" } ? node.WithIdentifier(SyntaxFactory.Identifier("MathF").WithTriviaFrom(node.Identifier)) : node;
    }
}
