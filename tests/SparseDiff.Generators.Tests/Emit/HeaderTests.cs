using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Emit;

/// <summary>What the comment on top of a generated file says is what the file does.</summary>
public class HeaderTests
{
    private static readonly IReadOnlyDictionary<string, string> Files = Generated.From("""
        using SparseDiff;
        using static SparseDiff.Ops;
        namespace Other { public partial class Layer
        {
            [Parameter] public Tensor W { get; } = Tensor.Zeros(2, 2);
            [Differentiable, TopK(1)] public Tensor Forward(Tensor x) => Linear(x, W);
            [Differentiable] public Tensor Dense(Tensor x) => Linear(x, W);
        } }
        public partial class M
        {
            [Parameter] public Tensor V { get; } = Tensor.Zeros(2, 2);
            [Parameter, TopK(1)] public Tensor U { get; } = Tensor.Zeros(2, 2);
            public Other.Layer Layer { get; } = new();
            public ISelection<SparseRows> Best { get; } = new TopK(1);
            [Differentiable] public Tensor Plain(Tensor x) => Mean(Linear(x, V));
            [Differentiable] public Tensor Inner(Tensor x) => Layer.Forward(Linear(x, V));
            [Differentiable] public Tensor Calls(Tensor x) => Mean(Inner(x));
            [Differentiable] public Tensor CallsDense(Tensor x) => Mean(Layer.Dense(Linear(x, V)));
            [Differentiable] public Tensor Both(Tensor x) => Mean(Layer.Forward(Sparsify.By(Linear(x, V), Best)));
            [Differentiable] public Tensor Own(Tensor x) => Mean(Linear(x, U));
            [Differentiable] public Tensor Loops(Tensor x, int n)
            {
                for (int i = 0; i <
                     n; i++)
                {
                    x = Exp(Linear(x, V));
                    if (i % 2 == 0)
                        x = Tanh(Linear(x, V));
                    else
                        x = Exp(Linear(x, V));
                }
                return Mean(x);
            }
        }
        """).Files;

    [Theory]
    [InlineData("Plain", "nothing: every gradient is dense.")]
    [InlineData("Inner", "nothing in this method itself, but what Layer.Forward selects.")]
    [InlineData("Calls", "nothing in this method itself, but what M.Inner selects.")]
    [InlineData("CallsDense", "nothing in this method.")]
    [InlineData("Both", "dLinear1 by Best; and what Layer.Forward selects.")]
    [InlineData("Own", "the gradient of U by TopK at the end.")]
    public void It_says_where_gradients_become_sparse(string method, string expected) =>
        Assert.Contains($"// Sparse:       {expected}\n", Files[$"M.{method}.g.cs"], StringComparison.Ordinal);

    [Fact]
    public void It_names_the_statement_whose_blocks_keep_something()
    {
        string[] kept = [.. Files["M.Loops.g.cs"].Split('\n').SkipWhile(static line => !line.StartsWith("// Kept:", StringComparison.Ordinal)).TakeWhile(static line => !line.StartsWith("// Sparse:", StringComparison.Ordinal))];
        Assert.Collection(
            kept,
            static line => Assert.StartsWith("// Kept:         x1", line, StringComparison.Ordinal),
            static line => Assert.StartsWith("//               for (int i = 0; i < n; i++): x1", line, StringComparison.Ordinal),
            static line => Assert.StartsWith("//                 if (i % 2 == 0): x2, x3", line, StringComparison.Ordinal),
            static line => Assert.StartsWith("//                 else of if (i % 2 == 0): x2, x4", line, StringComparison.Ordinal));
    }
}
