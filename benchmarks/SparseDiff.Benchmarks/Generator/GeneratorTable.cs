using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SparseDiff.Generators;

namespace SparseDiff.Benchmarks.Generator;

/// <summary>
/// What the generator costs: a first run over a program, and runs after an edit. The edits take turns in one process. Parsing the edited file
/// is not counted, binding what the generator looks at is.
/// </summary>
internal static class GeneratorTable
{
    private const int Least = 15;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    public static int Run(bool quick)
    {
        double seconds = quick ? 2 : 10;
        var example = new GeneratedProgram(files: 1, methodsPerFile: 10);
        foreach (Diagnostic error in example.Errors(new DifferentiableGenerator()))
        {
            Console.Error.WriteLine(error);
            return 1;
        }

        // The just-in-time compiler's work is none of the generator's.
        Measure(example, 1, 10, seconds);
        Console.WriteLine("                  milliseconds                                                attributes alone");
        Console.WriteLine("methods  files      cold  a method   comment  elsewhere  one method       cold  elsewhere");
        List<GeneratorRow> rows = [];
        foreach ((int files, int methods) in new[] { (1, 1), (1, 10), (1, 100), (10, 10) })
        {
            GeneratorRow row = Measure(new GeneratedProgram(files, methods), files, methods, seconds);
            rows.Add(row);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Methods,7} {row.Files,6} {row.ColdMs,9:F2} {row.ColdMsPerMethod,9:F3} {row.CommentMs,9:F2} {row.ElsewhereMs,10:F2} {row.OneMethodMs,11:F2} {row.LookupColdMs,10:F2} {row.LookupElsewhereMs,10:F2}"));
        }

        Directory.CreateDirectory("artifacts/benchmarks");
        File.WriteAllText("artifacts/benchmarks/generator.json", JsonSerializer.Serialize(rows, Json));
        Console.WriteLine("Written to artifacts/benchmarks/generator.json.");
        return 0;
    }

    private static GeneratorRow Measure(GeneratedProgram program, int files, int methodsPerFile, double seconds)
    {
        GeneratorDriver fresh = GeneratedProgram.Driver(new DifferentiableGenerator()), freshLookup = GeneratedProgram.Driver(new AttributeLookup());
        GeneratorDriver warm = fresh.RunGenerators(program.Fresh()), warmLookup = freshLookup.RunGenerators(program.Fresh());
        (GeneratorDriver Driver, Func<int, CSharpCompilation> Edit)[] runs =
        [
            (fresh, _ => program.Fresh()),
            (warm, program.WithComment),
            (warm, program.WithElsewhere),
            (warm, program.WithMethod),
            (freshLookup, _ => program.Fresh()),
            (warmLookup, program.WithElsewhere),
        ];
        List<double>[] times = Array.ConvertAll(runs, static _ => new List<double>());
        long start = Stopwatch.GetTimestamp();
        for (int edit = 1; edit <= Least || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; edit++)
        {
            for (int i = 0; i < runs.Length; i++)
                times[i].Add(Once(runs[i].Driver, runs[i].Edit(edit)));
        }

        double[] medians = Array.ConvertAll(times, static list => Math.Round(list.Order().ElementAt(list.Count / 2), 3));
        int methods = files * methodsPerFile;
        return new GeneratorRow(methods, files, medians[0], Math.Round(medians[0] / methods, 3), medians[1], medians[2], medians[3], medians[4], medians[5]);
    }

    private static double Once(GeneratorDriver driver, CSharpCompilation program)
    {
        long start = Stopwatch.GetTimestamp();
        driver.RunGenerators(program);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
