using System.Reflection;
using SparseDiff.Generators.Emit;
using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Emit;

/// <summary>Generated code says how a selection is stored, and why.</summary>
public class LayoutTests
{
    [Fact]
    public void The_break_even_in_comments_is_the_one_that_the_kernels_decide_by()
    {
        FieldInfo figure = typeof(Device).Assembly.GetType("SparseDiff.Cpu.CpuKernels")!.GetField("MaskedAbove", BindingFlags.Static | BindingFlags.NonPublic)!;
        Assert.Equal(figure.GetRawConstantValue(), LayoutText.BreakEven);
    }

    [Theory]
    [InlineData("Sparsify.TopK(Linear(x, W), 0.05f)", "// Stored compressed, as 5 % of the entries", "in one pass")]
    [InlineData("Sparsify.TopK(Linear(x, W), 0.5f)", "// Stored masked on the host", "in one pass")]
    [InlineData("Sparsify.TopK(Linear(x, W), 3)", "the density of each step decides", "in one pass")]
    [InlineData("Sparsify.TopK(Linear(x, W), 0.05f, SelectionScope.Tensor)", "// Stored compressed", "needs all of it at once")]
    [InlineData("Sparsify.GaussianK(Linear(x, W), 3)", "the density of each step decides", "needs all of it at once")]
    [InlineData("Sparsify.TopKColumns(Linear(x, W), 3)", "one dense block of the kept columns", "for the selection only")]
    [InlineData("Sparsify.SampledK(Linear(x, W), 0.5f, 1, SelectionScope.Examples)", "one dense block of the kept examples", "for the selection only")]
    public void A_point_says_how_what_passes_is_stored_and_how_it_is_selected(string point, string layout, string fusion)
    {
        Generated generated = Generated.From($$"""
            using SparseDiff;
            using static SparseDiff.Ops;

            public partial class M
            {
                [Parameter] public Tensor W { get; } = Tensor.Zeros(4, 3);

                [Differentiable]
                public Tensor F(Tensor x) => Mean(Relu({{point}}));
            }
            """);
        string text = string.Concat(generated.Files.Values);
        Assert.Contains(layout, text, StringComparison.Ordinal);
        Assert.Contains(fusion, text, StringComparison.Ordinal);
    }
}
