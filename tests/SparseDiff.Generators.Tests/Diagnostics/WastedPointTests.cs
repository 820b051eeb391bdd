using System.Globalization;
using Microsoft.CodeAnalysis;
using SparseDiff.Generators.Tests.Harness;

namespace SparseDiff.Generators.Tests.Diagnostics;

/// <summary>A point is wasted by the format that it makes, which its scope or its policy decides.</summary>
public class WastedPointTests
{
    [Theory]
    [InlineData("Sparsify.TopK(Softmax(z), 0.5f, SelectionScope.Examples)", null)]
    [InlineData("Sparsify.SampledK(LayerNorm(z, S, S), 0.5f, 1, SelectionScope.Examples)", null)]
    [InlineData("Sparsify.By(Softmax(z), Policy)", null)]
    [InlineData("Sparsify.TopK(z, 0.5f, SelectionScope.Columns)", null)]
    [InlineData("Sparsify.TopK(Softmax(z), 0.5f)", "SparseRows")]
    [InlineData("Sparsify.TopK(Softmax(z), 0.5f, SelectionScope.Columns)", "SparseColumns")]
    [InlineData("Sparsify.By(Softmax(z), Columns)", "SparseColumns")]
    public void A_point_is_wasted_where_no_rule_takes_its_format(string point, string? wasted)
    {
        var generated = Generated.From($$"""
            using SparseDiff;
            using static SparseDiff.Ops;
            public sealed partial class M
            {
                [Parameter] public Tensor W { get; } = Init.KaimingUniform(4, 3, 1);
                [Parameter] public Tensor S { get; } = Tensor.Zeros(4);
                public TopKExamples Policy { get; } = new(0.5f);
                public TopKColumns Columns { get; } = new(0.5f);
                [Differentiable] public Tensor Loss(Tensor x) { var z = Linear(x, W); return Mean(Square({{point}})); }
            }
            """);
        string[] reports = [.. generated.Diagnostics.Where(static report => report.Id is "SD3032" or "SD3004").Select(static report => report.GetMessage(CultureInfo.InvariantCulture))];
        Assert.Equal(wasted is null ? 0 : 2, reports.Length);
        Assert.All(reports, report => Assert.Contains(wasted!, report, StringComparison.Ordinal));
    }
}
