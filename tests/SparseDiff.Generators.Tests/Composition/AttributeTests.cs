using System.Globalization;
using System.Text;
using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Composition;

/// <summary>Every policy's attribute with every budget that fits, from a constant or from a member of any kind: what passes is what the policy's object lets pass.</summary>
public class AttributeTests
{
    private static readonly (string Attribute, string Options, string Object, string Format, bool IsSample)[] Policies =
    [
        ("TopK({0}", ")", "new TopK({0})", "SparseRows", false),
        ("TopK({0}", ", Scope = SelectionScope.Tensor)", "new TopK({0}) { Scope = SelectionScope.Tensor }", "SparseRows", false),
        ("TopK({0}", ", Scope = SelectionScope.Columns)", "new TopKColumns({0})", "SparseColumns", false),
        ("TopK({0}", ", Scope = SelectionScope.Examples)", "new TopKExamples({0})", "SparseExamples", false),
        ("TopKColumns({0}", ", Norm = SliceNorm.L2, BiasFromAll = true)", "new TopKColumns({0}) { Norm = SliceNorm.L2, BiasFromAll = true }", "SparseColumns", false),
        ("TopKBlocks({0}, 3", ")", "new TopKBlocks({0}, 3)", "SparseRows", false),
        ("TopKBlocks({0}, 2", ", Norm = SliceNorm.L2)", "new TopKBlocks({0}, 2) { Norm = SliceNorm.L2 }", "SparseRows", false),
        ("GaussianK({0}", ")", "new GaussianK({0})", "SparseRows", false),
        ("GaussianK({0}", ", AsPublished = true)", "new GaussianK({0}) { AsPublished = true }", "SparseRows", false),
        ("DgcK({0}", ")", "new DgcK({0})", "SparseRows", false),
        ("RandomK({0}", ", Seed = 5)", "new RandomK({0}) { Seed = 5 }", "SparseRows", true),
        ("RandomK({0}", ", Seed = 5, Scaled = false)", "new RandomK({0}) { Seed = 5, IsScaled = false }", "SparseRows", false),
        ("SampledK({0}", ", Seed = 4)", "new SampledK({0}) { Seed = 4 }", "SparseRows", true),
        ("SampledK({0}", ", Seed = 4, Scope = SelectionScope.Row)", "new SampledK({0}) { Seed = 4, Scope = SelectionScope.Row }", "SparseRows", true),
        ("SampledK({0}", ", Seed = 4, Scope = SelectionScope.Columns)", "new SampledColumns({0}) { Seed = 4 }", "SparseColumns", true),
        ("SampledK({0}", ", Seed = 4, Scope = SelectionScope.Examples)", "new SampledExamples({0}) { Seed = 4 }", "SparseExamples", true),
    ];

    private static readonly (string Text, string Budget, bool? OfSample)[] Budgets =
    [
        ("0.4", "0.4f", null), ("3", "3", null), ("nameof(Ratio)", "0.25f", null), ("nameof(Count)", "2", null), ("nameof(Density)", "0.3f", null),
        ("nameof(Energy)", "Budget.Energy(0.6)", false), ("nameof(Variance)", "Budget.Variance(0.9)", true), ("nameof(Changing)", "Budget.Scheduled(BudgetKind.Count, Schedule.Constant(4))", null),
    ];

    [Fact]
    public void An_attribute_means_what_the_object_of_its_policy_does()
    {
        (string attribute, string source)[] cases = [.. Policies.SelectMany(static policy => Budgets.Where(budget => budget.OfSample is null || budget.OfSample == policy.IsSample).Select(budget => Case(policy, budget)))];
        StringBuilder source = new("""
            using SparseDiff;
            using static SparseDiff.Ops;

            public sealed partial class M
            {
                [Parameter] public Tensor W1 { get; } = Init.KaimingUniform(10, 6, 1);
                [Parameter] public Tensor B1 { get; } = Tensor.Zeros(10);
                [Parameter] public Tensor W2 { get; } = Init.KaimingUniform(4, 10, 2);
                public float Ratio { get; set; } = 0.25f;
                public int Count { get; set; } = 2;
                public Schedule Density { get; } = Schedule.Constant(0.3f);
                public Budget Energy { get; set; } = Budget.Energy(0.6);
                public Budget Variance { get; set; } = Budget.Variance(0.9);
                public Budget Changing { get; } = Budget.Scheduled(BudgetKind.Count, Schedule.Constant(4));

            """);
        for (int i = 0; i < cases.Length; i++)
            source.Append(cases[i].source.Replace("#", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        var generated = Generated.From(source.Append('}').ToString());
        Assert.Empty(generated.Errors);
        using LoadedProgram program = generated.Load();
        for (int i = 0; i < cases.Length; i++)
        {
            Model attribute = new(program, "M", $"A{i}", [], []), ofObject = new(program, "M", $"O{i}", [], []);
            for (int step = 0; step < 2; step++)
            {
                float[][] expected = Gradients(ofObject, step), actual = Gradients(attribute, step);
                Assert.True(expected.Zip(actual).All(static pair => pair.First.SequenceEqual(pair.Second)), $"[{cases[i].attribute}], step {step}");
            }
        }
    }

    private static (string, string) Case((string Attribute, string Options, string Object, string Format, bool IsSample) policy, (string Text, string Budget, bool? OfSample) budget)
    {
        string attribute = policy.Attribute.Replace("{0}", budget.Text, StringComparison.Ordinal) + policy.Options;
        const string body = "(Tensor x, Labels labels) => SoftmaxCrossEntropy(Linear(Relu(Linear(x, W1, B1)), W2), labels);";
        return (attribute, $"""
                [Differentiable, {attribute}] public Tensor A#{body}
                public ISelection<{policy.Format}> P# => {policy.Object.Replace("{0}", budget.Budget, StringComparison.Ordinal)};
                [Differentiable, SelectBy(nameof(P#))] public Tensor O#{body}

            """);
    }

    private static float[][] Gradients(Model model, int step)
    {
        var random = new Random(step);
        Tensor x = Tensor.From([.. Enumerable.Range(0, 8 * 6).Select(_ => (random.NextSingle() * 4) - 2)], [8, 6]);
        Labels labels = Labels.From([.. Enumerable.Range(0, 8).Select(_ => random.Next(4))]);
        IGradients gradients = model.CreateGradients();
        model.WithGradients([x, labels], gradients);
        return [.. gradients.Entries.Select(static entry => entry!.Values.ToArray())];
    }
}
