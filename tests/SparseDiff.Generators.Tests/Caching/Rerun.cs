using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Caching;

/// <summary>What the generator says of a program, whether it has seen earlier versions of it or not.</summary>
internal static class Rerun
{
    /// <summary>A run's files and messages as text.</summary>
    public static string Text(GeneratorDriver driver)
    {
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        return string.Join("\n", result.GeneratedSources.OrderBy(static file => file.HintName, StringComparer.Ordinal).Select(static file => $"// {file.HintName}\n{file.SourceText}"))
            + "\n" + string.Join("\n", result.Diagnostics.Select(static d => $"{d.Location.GetLineSpan()} {d.Location.SourceSpan} {d}").Order(StringComparer.Ordinal));
    }

    /// <summary>The text of a run that knows nothing.</summary>
    public static string Fresh(CSharpCompilation program) => Text(Generated.Driver().RunGenerators(program));

    /// <summary>A program with another text of a file.</summary>
    public static CSharpCompilation With(this CSharpCompilation program, int file, string text)
    {
        SyntaxTree tree = program.SyntaxTrees[file];
        return program.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(text, Generated.ParseOptions, tree.FilePath));
    }

    /// <summary>An assembly made of a source and what the generator adds to it.</summary>
    public static MetadataReference Library(string source) => MetadataReference.CreateFromImage(ImageOf(source));

    /// <summary>The same as bytes.</summary>
    public static byte[] ImageOf(string source)
    {
        using MemoryStream image = new();
        Generated generated = Generated.From(Generated.Compile(source).WithAssemblyName("Library"));
        ImmutableArray<Diagnostic> problems = generated.Output.Emit(image).Diagnostics;
        Assert.DoesNotContain(problems, static d => d.Severity == DiagnosticSeverity.Error);
        return image.ToArray();
    }
}
