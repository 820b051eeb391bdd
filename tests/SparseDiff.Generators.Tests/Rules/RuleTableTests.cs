using SparseDiff.Generators.Ir;
using SparseDiff.Generators.Parse;
using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Rules;

/// <summary>The rule table is read from signatures, and the overload of exactly the format is chosen.</summary>
public class RuleTableTests
{
    private static RuleTable Table(string source = "") => RuleReader.Read(Generated.Compile("using SparseDiff;\n" + source), CancellationToken.None);

    [Fact]
    public void The_operations_of_the_runtime_have_no_defects()
    {
        RuleTable table = Table();
        Assert.Empty(table.Diagnostics);
        Assert.Contains(table.Operations, static operation => operation is { Name: "Linear", IsLinear: true });
        Assert.Contains(table.Operations, static operation => operation is { Name: "TopK", IsSparsityPoint: true });
        Assert.Contains(table.Operations, static operation => operation is { Name: "Relu", Lane: not null });
    }

    [Fact]
    public void Every_tensor_argument_of_the_runtime_that_can_have_a_gradient_has_a_dense_rule()
    {
        foreach (OperationSpec operation in Table().Operations.Where(static operation => !operation.StopsGradient && !operation.SelectsOperand))
        {
            foreach (ParameterSpec parameter in operation.Parameters.Where(p => p.IsTensor && !WantsNoGradient(operation.Name, p.Name)))
            {
                bool hasRule = operation.Rules.Any(rule => rule.Argument == parameter.Name && rule.Accepts == Format.Tensor)
                    || operation.Lane?.Pulls.Any(pull => pull.Argument == parameter.Name) == true;
                Assert.True(hasRule, $"{operation.Key}: {parameter.Name} has no rule.");
            }
        }
    }

    private static bool WantsNoGradient(string operation, string parameter) => typeof(Ops).GetMethods().Any(
        method => method.Name == operation && method.GetParameters().Any(p => p.Name == parameter && p.IsDefined(typeof(NoGradientAttribute), inherit: false)));

    [Fact]
    public void A_rule_belongs_to_the_overloads_that_have_what_it_reads()
    {
        OperationSpec byCount = Table().Operations.Single(static o => o.Name == "TopK" && o.Parameters.Any(static p => p.Name == "k"));
        Assert.All(byCount.Rules, static rule => Assert.Contains(rule.Parameters, static p => p.Name == "k"));
    }

    [Fact]
    public void The_referenced_table_is_read_once()
    {
        RuleTable first = Table();
        Assert.True(first.Operations.Equals(Table().Operations));
    }

    [Theory]
    [InlineData("Relu(Sparsify.TopK(Linear(x, W), 1))", "SparseRows", "LinearVjpW(saved.x, dLinear1")]
    [InlineData("Relu(Linear(x, W))", "Tensor", "LinearVjpW(saved.x, dLinear1")]
    public void The_static_type_of_the_gradient_says_which_overload_runs(string body, string format, string call)
    {
        Generated generated = Generated.From($$"""
            using SparseDiff;
            using static SparseDiff.Ops;
            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
                [Differentiable] public Tensor F(Tensor x) => {{body}};
            }
            """);
        string text = generated.Files["M.F.g.cs"];
        Assert.Contains($"{format} dLinear1 = ", text, StringComparison.Ordinal);
        Assert.Contains(call, text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_of_ones_own_is_used_and_the_more_specific_one_wins()
    {
        Generated generated = Generated.From("""
            using SparseDiff;
            [assembly: DifferentiationRules(typeof(Mine))]
            public static class Mine
            {
                public static Tensor Scaled(Tensor x, float by) => Ops.Multiply(x, by);
                [VjpOf(nameof(Scaled), "x")] public static Tensor Wrong(Tensor dY) => dY;
                [VjpOf(nameof(Scaled), "x")] public static Tensor Right(Tensor dY, float by) => Ops.Multiply(dY, by);
            }
            public static partial class M
            {
                [Differentiable] public static Tensor F(Tensor x, float by) => Mine.Scaled(x, by + 1);
            }
            """);
        Assert.Empty(generated.Diagnostics);
        Assert.Empty(generated.Errors);
        Assert.Contains("dX = Mine.Right(dResult, saved.by1);", generated.Files["M.F.g.cs"], StringComparison.Ordinal);
    }
}
