using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Caching;

/// <summary>An edit runs only those steps again whose product may change.</summary>
public class CachingTests
{
    private const string Model = """
        using SparseDiff;
        using static SparseDiff.Ops;

        public partial class M
        {
            [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
            [Differentiable] public Tensor F(Tensor x) => Relu(Linear(x, W));
        }
        """;

    private const string Other = """
        using SparseDiff;
        using static SparseDiff.Ops;

        public static partial class N
        {
            [Differentiable] public static Tensor G(Tensor x) => Mean(Square(x));
            [Differentiable] public static float H(float x, float y) => K(x) * y;
            [Differentiable] public static float K(float x) => x * x;
        }
        """;

    private static readonly string[] Steps =
    [
        TrackingNames.Program, TrackingNames.Files, TrackingNames.Rules, TrackingNames.HasGpu, TrackingNames.Types, TrackingNames.Methods, TrackingNames.Calls, TrackingNames.Plans, TrackingNames.Unwritten, TrackingNames.Sources, TrackingNames.ParameterPoints, TrackingNames.Gradients,
        TrackingNames.Functions, TrackingNames.Recursion, TrackingNames.FunctionPlans, TrackingNames.UnwrittenFunctions, TrackingNames.FunctionSources,
        TrackingNames.Lanes,
    ];

    [Theory]
    [InlineData("/* new */ class Elsewhere { int number = 1; int F() { return 1; } int G() => 1; }")]
    [InlineData("class Elsewhere { int number = 2; int F() { return 1; } int G() => 1; }")]
    [InlineData("class Elsewhere { int number = 1; int F() { var y = new object(); return y.GetHashCode(); } int G() => 1; }")]
    [InlineData("class Elsewhere { int number = 1; int F() { return 1; } int G() => F() + 1; }")]
    public void A_comment_or_a_body_in_another_file_computes_nothing_again(string elsewhere)
    {
        foreach ((string step, IncrementalStepRunReason reason) in Reasons(elsewhere, 2))
            Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{step} is {reason}.");
    }

    [Fact]
    public void A_programs_statements_at_the_top_compute_nothing_again()
    {
        CSharpCompilation before = Generated.Compile(Model, Other, "int steps = 1; System.Console.WriteLine(steps); class Beside { int F() => 1; }");
        before = before.WithOptions(before.Options.WithOutputKind(OutputKind.ConsoleApplication));
        foreach ((string step, IncrementalStepRunReason reason) in Reasons(before, before.With(2, "for (int step = 0; step < 3; step++) { } class Beside { int F() => 2; }")))
            Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{step} is {reason}.");
    }

    [Fact]
    public void A_comment_in_one_model_leaves_the_files_of_others_alone()
    {
        var files = Reasons("// a new line\n" + Model, 0).Where(static r => r.Step == TrackingNames.Files).Select(static r => r.Reason);
        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged], files);
    }

    [Fact]
    public void A_parameter_in_another_file_is_seen()
    {
        const string part = "public partial class M { [SparseDiff.Parameter] public SparseDiff.Tensor V { get; } = SparseDiff.Tensor.Zeros(2); }";
        Assert.Contains(Reasons(part, 2), static r => r is { Step: TrackingNames.Gradients, Reason: IncrementalStepRunReason.Modified });
    }

    [Fact]
    public void A_comment_in_the_same_file_changes_no_text()
    {
        var reasons = Reasons("// a new line\n" + Model, 0);
        foreach ((string step, IncrementalStepRunReason reason) in reasons.Where(static r => r.Step is TrackingNames.Sources or TrackingNames.Gradients or TrackingNames.Rules or TrackingNames.FunctionSources or TrackingNames.Recursion))
            Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{step} is {reason}.");
    }

    [Fact]
    public void A_change_of_one_method_plans_only_that_method_again()
    {
        var plans = Reasons(Other.Replace("Square", "Abs", StringComparison.Ordinal), 1).Where(static r => r.Step == TrackingNames.Plans).Select(static r => r.Reason).ToList();
        Assert.Equal(2, plans.Count);
        Assert.Single(plans, static reason => reason == IncrementalStepRunReason.Modified);
        Assert.Single(plans, static reason => reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged);
    }

    [Fact]
    public void A_change_of_one_function_plans_only_that_function_again()
    {
        var reasons = Reasons(Other.Replace("x * x", "x * 2 * x", StringComparison.Ordinal), 1);
        foreach (string step in (string[])[TrackingNames.FunctionPlans, TrackingNames.FunctionSources])
            Assert.Equal(["again", "kept"], reasons.Where(r => r.Step == step).Select(static r => r.Reason == IncrementalStepRunReason.Modified ? "again" : "kept").Order());
        Assert.All(reasons.Where(static r => r.Step == TrackingNames.Recursion), static r => Assert.NotEqual(IncrementalStepRunReason.Modified, r.Reason));
    }

    [Fact]
    public void Every_step_is_named()
    {
        GeneratorRunResult result = Run(Compilation());
        foreach (string step in Steps)
            Assert.True(result.TrackedSteps.ContainsKey(step), $"{step} is not tracked.");
    }

    [Fact]
    public void No_product_of_a_step_holds_on_to_the_compiler()
    {
        GeneratorRunResult result = Run(Compilation());
        foreach (string step in Steps)
        {
            foreach (object product in result.TrackedSteps[step].SelectMany(static run => run.Outputs).Select(static output => output.Value))
                ObjectGraph.AssertHoldsNone(product, typeof(ISymbol), typeof(SyntaxNode), typeof(SyntaxTree), typeof(Compilation), typeof(SemanticModel), typeof(Location));
        }
    }

    private static CSharpCompilation Compilation() => Generated.Compile(Model, Other, "class Elsewhere { int number = 1; int F() { return 1; } int G() => 1; }");

    private static GeneratorRunResult Run(CSharpCompilation compilation) =>
        Generated.Driver(trackSteps: true).RunGenerators(compilation).GetRunResult().Results.Single();

    private static List<(string Step, IncrementalStepRunReason Reason)> Reasons(string changed, int file)
    {
        CSharpCompilation before = Compilation();
        return Reasons(before, before.With(file, changed));
    }

    private static List<(string Step, IncrementalStepRunReason Reason)> Reasons(CSharpCompilation before, CSharpCompilation after)
    {
        GeneratorRunResult result = Generated.Driver(trackSteps: true).RunGenerators(before).RunGenerators(after).GetRunResult().Results.Single();
        return [.. Steps.Where(result.TrackedSteps.ContainsKey).SelectMany(step =>
            result.TrackedSteps[step].SelectMany(static run => run.Outputs).Select(output => (step, output.Reason)))];
    }
}
