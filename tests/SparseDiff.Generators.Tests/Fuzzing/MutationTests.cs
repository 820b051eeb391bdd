using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SparseDiff.Generators.Tests.Diagnostics;
using SparseDiff.Generators.Tests.Functions;
using SparseDiff.Generators.Tests.Gallery;
using SparseDiff.Generators.Tests.Harness;
using SparseDiff.Generators.Tests.Names;

namespace SparseDiff.Generators.Tests.Fuzzing;

/// <summary>Programs damaged at random: the generator reports, or writes code that compiles; it never fails, and never takes long.</summary>
/// <remarks><c>SPARSEDIFF_MUTANTS</c> says how many, <c>SPARSEDIFF_FIRST_MUTANT</c> where to begin; a failure names its seed.</remarks>
public class MutationTests
{
    private const int DefaultCount = 3000;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);
    private static readonly CSharpCompilation Empty = Generated.Compile();

    private static readonly string[] Programs =
    [
        .. NameTests.Programs.Values,
        .. WrongPrograms.All.Values,
        .. Example.All.Select(static example => example.Source).Distinct(),
        .. FunctionExample.Folders.Select(static folder => File.ReadAllText(Path.Combine(Repository.Snapshots, folder, folder + ".cs"))),
        .. FunctionPrograms.All.Values.Select(FunctionHarness.Program),
    ];

    [Fact]
    public void A_damaged_program_never_makes_the_generator_fail()
    {
        int first = Setting("SPARSEDIFF_FIRST_MUTANT", 0);
        int count = Setting("SPARSEDIFF_MUTANTS", DefaultCount);
        ConcurrentQueue<string> failures = [];
        ConcurrentQueue<(int Seed, string Source)> slow = [];
        Parallel.For(first, first + count, seed =>
        {
            Random random = new(seed);
            string source = Mutation.Apply(Programs[random.Next(Programs.Length)], random);
            if (Failure(source, out bool isSlow) is { } failure)
                failures.Enqueue($"Seed {seed}: {failure}\n{source}");
            if (isSlow)
                slow.Enqueue((seed, source));
        });
        foreach ((int seed, string source) in slow)
        {
            if (ProcessorTime(source) is var time && time > Longest)
                failures.Enqueue($"Seed {seed}: It takes {time.TotalSeconds:F1} s.\n{source}");
        }

        Assert.True(failures.IsEmpty, $"{failures.Count} of {count} programs fail.\n\n{string.Join("\n\n", failures.Order(StringComparer.Ordinal).Take(5))}");
    }

    [Fact]
    public void A_parameter_whose_name_is_still_to_be_written_is_left_to_the_compiler() => Assert.Null(Failure(
        """
        using SparseDiff;
        using static SparseDiff.Ops;
        public partial class M
        {
            [Parameter, TopK(0.1)] public Tensor W, { get; } = Tensor.Zeros(2, 2);
            [Differentiable] public Tensor F(Tensor x) => Linear(x, W);
        }
        """, out _));

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static string? Failure(string source, out bool isSlow)
    {
        CSharpCompilation input = Compiled(source);
        long start = Stopwatch.GetTimestamp();
        GeneratorDriverRunResult result = Generated.Driver().RunGeneratorsAndUpdateCompilation(input, out Compilation output, out _).GetRunResult();
        isSlow = Stopwatch.GetElapsedTime(start) > Longest;
        if (result.Results.Single().Exception is { } exception)
            return exception.ToString();
        if (result.Diagnostics.Any(static d => d.Id == "SD1099"))
            return string.Join("\n", result.Diagnostics);
        if (result.GeneratedTrees.IsEmpty)
            return null;

        // Where an error is reported, the user's own code may call what is not written; generated code never does.
        bool isReported = result.Diagnostics.Any(static d => d.Severity == DiagnosticSeverity.Error);
        Diagnostic[] errors = [.. output.GetDiagnostics().Where(error => error.Severity == DiagnosticSeverity.Error && (!isReported || result.GeneratedTrees.Contains(error.Location.SourceTree!)))];
        bool isOurs = errors.Length > 0 && !input.GetDiagnostics().Any(static d => d.Severity == DiagnosticSeverity.Error);
        return isOurs ? string.Join("\n", errors.Take(5).Select(static error => error.ToString())) : null;
    }

    /// <summary>The time that the generator itself takes, whatever else the machine does.</summary>
    private static TimeSpan ProcessorTime(string source)
    {
        CSharpCompilation input = Compiled(source);
        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        Generated.Driver().RunGenerators(input);
        process.Refresh();
        return process.TotalProcessorTime - before;
    }

    private static CSharpCompilation Compiled(string source) =>
        Empty.AddSyntaxTrees(CSharpSyntaxTree.ParseText(source, Generated.ParseOptions, "Source0.cs"));
}
