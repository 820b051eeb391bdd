using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SparseDiff.Generators.Tests.Caching;
using SparseDiff.Generators.Tests.Gallery;
using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Fuzzing;

/// <summary>A program that is edited at random, and not always for the better: what the generator remembers of earlier versions never shows.</summary>
public class EditTests
{
    private const int Edits = 15;

    public static TheoryData<string> Examples => [.. Example.All.Select(static example => example.Folder).Distinct()];

    [Theory, MemberData(nameof(Examples))]
    public void After_any_edits_the_result_is_that_of_a_run_that_knows_nothing(string folder)
    {
        string[] sources = [File.ReadAllText(Path.Combine(Repository.Snapshots, folder, folder + ".cs")), Elsewhere];
        CSharpCompilation program = Generated.Compile(sources);
        GeneratorDriver driver = Generated.Driver().RunGenerators(program);
        Random random = new(folder.Length);
        for (int edit = 0; edit < Edits; edit++)
        {
            int file = random.Next(sources.Length);
            CSharpCompilation edited = program.With(file, Mutation.Apply(sources[file], random));
            driver = driver.RunGenerators(edited);
            Assert.True(Rerun.Fresh(edited) == Rerun.Text(driver), $"{folder}, edit {edit} of file {file}:\n{edited.SyntaxTrees[file]}");
        }
    }

    private const string Elsewhere = """
        using SparseDiff;
        using static SparseDiff.Ops;

        [assembly: DifferentiationRules(typeof(Elsewhere))]

        public static partial class Elsewhere
        {
            public const int Number = 3;

            [Differentiable]
            public static Tensor Wave(Tensor x)
            {
                for (int i = 0; i < Number; i++)
                    x = Map(x, Bump) + Twice(x);
                return x;
            }

            [Differentiable]
            public static float Bump(float x) => x / (1 + x * x);

            public static Tensor Twice(Tensor x) => x + x;

            [VjpOf(nameof(Twice), "x")]
            public static Tensor TwiceVjp(Tensor dY) => dY + dY;
        }
        """;
}
