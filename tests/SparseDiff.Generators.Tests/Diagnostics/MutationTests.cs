using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SparseDiff.Generators.Tests.Harness;
using SparseDiff.Generators.Tests.Names;

namespace SparseDiff.Generators.Tests.Diagnostics;

/// <summary>Programs damaged at random: the generator reports, or writes code that compiles; it never fails.</summary>
public class MutationTests
{
    [Fact]
    public void A_damaged_program_never_makes_the_generator_fail()
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("SPARSEDIFF_MUTANTS") ?? "150", System.Globalization.CultureInfo.InvariantCulture);
        string[] programs = [.. NameTests.Programs.Values, .. WrongPrograms.All.Values, .. Gallery.Example.All.Select(static example => example.Source).Distinct()];
        int first = int.Parse(Environment.GetEnvironmentVariable("SPARSEDIFF_FIRST_MUTANT") ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        for (int seed = first; seed < first + count; seed++)
        {
            Random random = new(seed);
            string source = Damage(programs[random.Next(programs.Length)], random);
            CSharpCompilation input = Generated.Compile(source);
            Generated generated = Generated.From(input);
            Assert.True(!generated.Diagnostics.Any(static d => d.Id == "SD1099"), $"Seed {seed}: {string.Join("\n", generated.Diagnostics)}\n{source}");
            bool isSound = !generated.Diagnostics.Any(static d => d.Severity == DiagnosticSeverity.Error)
                && !input.GetDiagnostics().Any(static d => d.Severity == DiagnosticSeverity.Error);
            Assert.True(
                !isSound || !generated.Errors.Any(),
                $"Seed {seed}: {string.Join("\n", generated.Errors)}\n{source}");
        }
    }

    /// <summary>Drops, doubles or exchanges tokens.</summary>
    private static string Damage(string source, Random random)
    {
        List<string> tokens = [.. CSharpSyntaxTree.ParseText(source, Generated.ParseOptions).GetRoot().DescendantTokens().Select(static token => token.ToFullString())];
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            int at = random.Next(tokens.Count);
            switch (random.Next(3))
            {
                case 0:
                    tokens.RemoveAt(at);
                    break;
                case 1:
                    tokens.Insert(at, tokens[random.Next(tokens.Count)]);
                    break;
                default:
                    int other = random.Next(tokens.Count);
                    (tokens[at], tokens[other]) = (tokens[other], tokens[at]);
                    break;
            }
        }

        return string.Concat(tokens);
    }
}
