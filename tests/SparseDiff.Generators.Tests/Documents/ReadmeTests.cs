using System.Reflection;
using System.Text.RegularExpressions;
using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Documents;

/// <summary>What README.md shows compiles and runs.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string[] Blocks =
        [.. Block().Matches(File.ReadAllText(Path.Combine(Repository.Root, "README.md"))).Select(static match => match.Groups[1].Value)];

    [Fact]
    public void The_model_compiles_and_its_loss_falls()
    {
        (string model, string use) = Split(Blocks[0], "var gradients");
        float[] losses = Run<float[]>($$"""
            using SparseDiff;
            using static SparseDiff.Ops;

            {{model}}

            public static class Reader
            {
                public static float[] Run()
                {
                    var model = new Mlp(6, 16, 3, seed: 1);
                    var images = Init.KaimingUniform(12, 6, 5);
                    var labels = Labels.From([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]);
                    var optimizer = new Adam(0.05f);
                    return [Step(), Step(), Step(), Step()];

                    float Step()
                    {
                        {{use}}
                        return loss;
                    }
                }
            }
            """);
        Assert.True(losses[^1] < losses[0], string.Join(", ", losses));
    }

    [Fact]
    public void The_function_of_numbers_has_both_derivatives()
    {
        (string function, string use) = Split(Blocks[1], "double root");
        double[] numbers = Run<double[]>($$"""
            using SparseDiff;

            public static partial class Reader
            {
                {{function}}

                public static double[] Run()
                {
                    {{use}}
                    return [root, dA, value, tangent];
                }
            }
            """);
        double root = Math.Sqrt(2);
        Assert.All(numbers.Zip([root, 0.5 / root, root, 0.5 / root]), static pair => Assert.Equal(pair.Second, pair.First, 1e-9));
    }

    [Fact]
    public void Nothing_else_is_shown() => Assert.Equal(2, Blocks.Length);

    private static T Run<T>(string program)
    {
        Generated generated = Generated.From(program);
        Assert.Empty(generated.Errors);
        using LoadedProgram loaded = generated.Load();
        return (T)loaded.Assembly.GetType("Reader")!.GetMethod("Run", BindingFlags.Static | BindingFlags.Public)!.Invoke(null, null)!;
    }

    /// <summary>Declarations, and the statements that use them.</summary>
    private static (string Declarations, string Use) Split(string block, string firstStatement)
    {
        int at = block.IndexOf("\n" + firstStatement, StringComparison.Ordinal);
        Assert.True(at > 0, $"README.md shows no '{firstStatement}'.");
        return (block[..at], block[at..]);
    }

    [GeneratedRegex("^```csharp\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
