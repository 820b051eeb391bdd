using Microsoft.CodeAnalysis;
using SparseDiff.Generators.Ir;
using SparseDiff.Generators.Tests.Gallery;
using SparseDiff.Generators.Tests.Harness;
using SparseDiff.Generators.Tests.Names;

namespace SparseDiff.Generators.Tests.Passes;

/// <summary>Every pass leaves a consistent representation, and does what its name says.</summary>
public class PassTests
{
    public static TheoryData<string> Folders => Example.Folders;

    [Theory, MemberData(nameof(Folders))]
    public void The_representation_of_an_example_is_consistent_after_every_pass(string folder) =>
        AssertConsistent(Example.All.First(example => example.Folder == folder).Source);

    [Theory, MemberData(nameof(NameTests.Names), MemberType = typeof(NameTests))]
    public void The_representation_of_a_program_is_consistent_after_every_pass(string name) => AssertConsistent(NameTests.Programs[name]);

    [Fact]
    public void The_gradient_of_the_input_of_the_first_layer_is_not_computed() =>
        Assert.DoesNotContain("dImages", Text("Mlp", "Mlp.Loss"), StringComparison.Ordinal);

    [Fact]
    public void What_no_rule_reads_is_not_kept()
    {
        string text = Text("Mlp", "Mlp.Loss");
        Assert.DoesNotContain("internal readonly Tensor z1;", text, StringComparison.Ordinal);
        Assert.Contains("internal readonly Tensor h1;", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_is_one_kernel_forwards_and_one_backwards()
    {
        MethodPlan plan = Plans(Example.Find("Scalars.Loss").Source).Single();
        Assert.Equal(2, plan.Kernels.Count);
    }

    [Fact]
    public void A_long_chain_is_several_kernels_none_of_which_computes_all_of_it_again()
    {
        string chain = string.Concat(Enumerable.Repeat("x = Relu(x * w); ", 15));
        MethodPlan plan = Plans($$"""
            using SparseDiff;
            using static SparseDiff.Ops;
            public static partial class M
            {
                [Differentiable] public static Tensor F(Tensor x, Tensor w) { {{chain}} return x; }
            }
            """).Single();
        Assert.Equal(3, plan.Kernels.Count(static kernel => !kernel.IsBackward));
        Assert.All(plan.Kernels, static kernel => Assert.InRange(kernel.Body.Count, 1, 2 * Kernel.MaximalNodes));
    }

    [Fact]
    public void Costly_operations_that_wait_for_each_other_are_kernels_of_their_own()
    {
        string chain = string.Concat(Enumerable.Repeat("x = Tanh(x * w) + (0.5f * x); ", 6));
        MethodPlan plan = Plans($$"""
            using SparseDiff;
            using static SparseDiff.Ops;
            public static partial class M
            {
                [Differentiable] public static Tensor F(Tensor x, Tensor w) { {{chain}} return x; }
            }
            """).Single();
        List<Kernel> forward = [.. plan.Kernels.Where(static kernel => !kernel.IsBackward)];
        Assert.Equal(6, forward.Count);
        Assert.All(forward, static kernel => Assert.Single(kernel.Outputs));
        Assert.All(plan.Kernels, kernel => Assert.InRange(kernel.Body.Count(node => plan.Program.Nodes[node] is LaneNode { IsCostly: true }), 0, Kernel.MaximalCostly));
    }

    [Fact]
    public void Costly_operations_side_by_side_share_a_kernel()
    {
        MethodPlan plan = Plans("""
            using SparseDiff;
            using static SparseDiff.Ops;
            public static partial class M
            {
                [Differentiable] public static Tensor F(Tensor a) => Sigmoid(a) * Tanh(a) + Exp(a) * 2f;
            }
            """).Single();
        Assert.Single(plan.Kernels, static kernel => !kernel.IsBackward);
    }

    [Fact]
    public void Gradients_of_a_stretched_value_are_added_up_before_they_are_summed()
    {
        string text = Generated.From("""
            using SparseDiff;
            using static SparseDiff.Ops;
            public static partial class M
            {
                [Differentiable] public static Tensor F(Tensor x, [NoGradient] Tensor s, int n)
                {
                    for (int i = 0; i < n; i++)
                        x = Tanh(x * s) + (0.5f * x);
                    return x;
                }
            }
            """).Files["M.F.g.cs"];
        Assert.Equal(2, text.Split("Formats.SumTo(").Length); // once, in the text of the loop's backward pass
    }

    [Fact]
    public void The_derivative_of_an_activation_and_the_selection_are_one_pass() =>
        Assert.Contains("Sparsify.TopKVjp(default(LossKernels.DZ1), [saved.h1, dH1]", Text("Mlp", "Mlp.Loss"), StringComparison.Ordinal);

    [Fact]
    public void A_value_with_one_shape_for_certain_is_not_summed()
    {
        string text = Generated.From("""
            using SparseDiff;
            using static SparseDiff.Ops;
            public static partial class M
            {
                [Differentiable] public static Tensor F(Tensor x, Tensor w, Tensor b) => x * Sigmoid(x) + Tanh(x) * 3 + Softmax(x) * LayerNorm(Square(x), w, b);
            }
            """).Files["M.F.g.cs"];
        Assert.DoesNotContain("SumTo", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Sums_of_two_sparse_gradients_stay_sparse_and_sums_with_a_dense_one_are_dense()
    {
        string text = Generated.From("""
            using SparseDiff;
            using static SparseDiff.Ops;
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x)
                {
                    var z = Linear(x, W);
                    var a = Sparsify.TopK(z, 1);
                    var b = Sparsify.TopK(z, 2);
                    return MatMul(a, x) + MatMul(b, x);
                }
                [Differentiable] public Tensor G(Tensor x)
                {
                    var z = Linear(x, W);
                    var a = Sparsify.TopK(z, 1);
                    return MatMul(a, x) + MatMul(z, x);
                }
            }
            """).Files is var files ? files["M.F.g.cs"] + files["M.G.g.cs"] : string.Empty;
        Assert.Contains("SparseRows dZ = Formats.Add(", text, StringComparison.Ordinal);
        Assert.Contains("Tensor dZ = Formats.Add(", text, StringComparison.Ordinal);
    }

    private static string Text(string folder, string file) =>
        File.ReadAllText(Path.Combine(Repository.Snapshots, folder, file + ".verified.cs"));

    private static void AssertConsistent(string source)
    {
        GeneratorRunResult result = Generated.Driver(trackSteps: true).RunGenerators(Generated.Compile(source)).GetRunResult().Results.Single();
        foreach (MethodSpec method in Products<MethodSpec>(result, TrackingNames.Methods))
            Verifier.Verify(method);
        foreach (MethodPlan plan in Products<MethodPlan>(result, TrackingNames.Plans))
        {
            Verifier.Verify(plan.Program);
            Verifier.Verify(plan);
        }
    }

    private static IEnumerable<MethodPlan> Plans(string source) => Products<MethodPlan>(
        Generated.Driver(trackSteps: true).RunGenerators(Generated.Compile(source)).GetRunResult().Results.Single(), TrackingNames.Plans);

    private static IEnumerable<T> Products<T>(GeneratorRunResult result, string step)
        where T : class => result.TrackedSteps.TryGetValue(step, out var runs)
            ? runs.SelectMany(static run => run.Outputs).Select(static output => ((Outcome<T>)output.Value).Product).OfType<T>()
            : [];
}
