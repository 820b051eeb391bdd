using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace SparseDiff.Benchmarks.Generator;

/// <summary>A program of made-up models, one a file, like the one of the sample; and edits of it.</summary>
internal sealed class GeneratedProgram
{
    private const string EditedLine = "var h1 = Relu(z1); // 0";
    private const string Elsewhere = """
        namespace Program;

        public static class Elsewhere
        {
            public static int Number() => 0;
        }
        """;

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14);
    private static readonly ImmutableArray<MetadataReference> References = FindReferences();

    private readonly CSharpCompilation compilation;

    public GeneratedProgram(int files, int methodsPerFile)
    {
        IEnumerable<string> sources = Enumerable.Range(0, files).Select(file => Model(file, methodsPerFile)).Append(Elsewhere);
        compilation = CSharpCompilation.Create(
            "Program",
            sources.Select(static (source, i) => CSharpSyntaxTree.ParseText(source, ParseOptions, $"Source{i}.cs", Encoding.UTF8)),
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));
    }

    public static GeneratorDriver Driver(IIncrementalGenerator generator) =>
        CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: ParseOptions);

    /// <summary>The program as if compiled for the first time: nothing of it is bound yet.</summary>
    public CSharpCompilation Fresh() => compilation.Clone();

    /// <summary>A comment in a model's file is another.</summary>
    public CSharpCompilation WithComment(int edit) => Replace(0, EditedLine, EditedLine + Text(edit));

    /// <summary>One of a model's methods computes something else.</summary>
    public CSharpCompilation WithMethod(int edit) => Replace(0, EditedLine, string.Create(CultureInfo.InvariantCulture, $"var h1 = Relu(z1) * {edit}.5f;"));

    /// <summary>A file without models is another.</summary>
    public CSharpCompilation WithElsewhere(int edit) => Replace(compilation.SyntaxTrees.Length - 1, "=> 0", "=> " + Text(edit));

    /// <summary>What is wrong with the program and what the generator adds: nothing, or the times mean nothing.</summary>
    public IEnumerable<Diagnostic> Errors(IIncrementalGenerator generator)
    {
        Driver(generator).RunGeneratorsAndUpdateCompilation(Fresh(), out Compilation output, out ImmutableArray<Diagnostic> reported);
        return reported.Concat(output.GetDiagnostics()).Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    private CSharpCompilation Replace(int file, string before, string after)
    {
        SyntaxTree tree = compilation.SyntaxTrees[file];
        SourceText text = tree.GetText();
        int start = text.ToString().IndexOf(before, StringComparison.Ordinal);
        return compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(text.WithChanges(new TextChange(new TextSpan(start, before.Length), after))));
    }

    private static string Model(int file, int methods)
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $$"""
            using SparseDiff;
            using static SparseDiff.Ops;

            namespace Program;

            public sealed partial class Model{{file}}
            {
                [Parameter] public Tensor W1 { get; } = Tensor.Zeros(512, 784);
                [Parameter] public Tensor B1 { get; } = Tensor.Zeros(512);
                [Parameter] public Tensor W2 { get; } = Tensor.Zeros(512, 512);
                [Parameter] public Tensor B2 { get; } = Tensor.Zeros(512);
                [Parameter] public Tensor W3 { get; } = Tensor.Zeros(10, 512);
                [Parameter] public Tensor B3 { get; } = Tensor.Zeros(10);

                public float Ratio { get; set; } = 0.05f;

            """));
        for (int method = 0; method < methods; method++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""

                    [Differentiable]
                    public Tensor Loss{{method}}(Tensor images, Labels labels)
                    {
                        var z1 = Sparsify.TopK(Linear(images, W1, B1), Ratio);
                        {{EditedLine}}
                        var z2 = Sparsify.TopK(Linear(h1, W2, B2), Ratio);
                        var h2 = Relu(z2);
                        var logits = Linear(h2, W3, B3);
                        return SoftmaxCrossEntropy(logits, labels);
                    }

                """);
        }

        return text.Append("}\n").ToString();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The framework and the runtime's packages, as a user's project has them.</summary>
    private static ImmutableArray<MetadataReference> FindReferences()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string[] packages = ["SparseDiff.Runtime", "SparseDiff.Attributes", "ILGPU", "ILGPU.Algorithms"];
        return [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == framework || packages.Contains(Path.GetFileNameWithoutExtension(path)))
            .Select(static path => MetadataReference.CreateFromFile(path))];
    }
}
