using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SparseDiff.Generators.Tests.Harness;

/// <summary>A program run through the generator, in memory.</summary>
/// <param name="Files">The generated files by name.</param>
/// <param name="Diagnostics">What the generator reported.</param>
/// <param name="Output">The program with the generated files.</param>
internal sealed record Generated(IReadOnlyDictionary<string, string> Files, ImmutableArray<Diagnostic> Diagnostics, Compilation Output)
{
    private static readonly Lazy<ImmutableArray<MetadataReference>> References = new(FindReferences);

    /// <summary>The options that the programs are parsed with.</summary>
    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp14);

    /// <summary>What the compiler says about the program and the generated files together.</summary>
    public IEnumerable<Diagnostic> Errors => Output.GetDiagnostics().Where(static d => d.Severity == DiagnosticSeverity.Error);

    public static CSharpCompilation Compile(params string[] sources) => CSharpCompilation.Create(
        "Program" + Guid.NewGuid().ToString("N"),
        sources.Select(static (source, i) => CSharpSyntaxTree.ParseText(source, ParseOptions, $"Source{i}.cs")),
        References.Value,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));

    public static Generated From(params string[] sources) => From(Compile(sources));

    public static Generated From(CSharpCompilation compilation)
    {
        GeneratorDriver driver = Driver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out ImmutableArray<Diagnostic> diagnostics);
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        return new Generated(result.GeneratedSources.ToDictionary(static file => file.HintName, static file => file.SourceText.ToString()), diagnostics, output);
    }

    public static GeneratorDriver Driver(bool trackSteps = false) => CSharpGeneratorDriver.Create(
        [new DifferentiableGenerator().AsSourceGenerator()],
        parseOptions: ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackSteps));

    /// <summary>The compiled program.</summary>
    /// <param name="references">Assemblies made in memory that it refers to.</param>
    public LoadedProgram Load(params IEnumerable<byte[]> references)
    {
        using MemoryStream image = new();
        var result = Output.Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error)) + "\n" + string.Join("\n", Files.Keys));
        image.Position = 0;
        return new LoadedProgram(image, references);
    }

    private static ImmutableArray<MetadataReference> FindReferences()
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        string[] others = ["xunit", "Microsoft.CodeAnalysis", "SparseDiff.Generators", "DiffPlex", "Verify", "testhost", "Microsoft.TestPlatform", "Microsoft.VisualStudio"];
        return [.. platform.Where(path => !others.Any(other => Path.GetFileName(path).StartsWith(other, StringComparison.OrdinalIgnoreCase)))
            .Select(static path => MetadataReference.CreateFromFile(path))];
    }
}
