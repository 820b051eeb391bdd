using static SparseDiff.Ops;

namespace SparseDiff.Tests.Operations;

/// <summary>Rules for gradients of selected examples, where the operation keeps examples apart and where it mixes them.</summary>
public class ExampleRuleTests
{
    private static readonly Dictionary<string, (int[] DY, Func<SparseExamples, SparseExamples> Sparse, Func<Tensor, Tensor> Dense)> Rules = new()
    {
        ["Softmax of each example"] = ([4, 3], dY => SoftmaxVjp(X(4, 3), dY, 1), dY => SoftmaxVjp(X(4, 3), dY, 1)),
        ["Softmax over the examples"] = ([4, 3], dY => SoftmaxVjp(X(4, 3), dY, 0), dY => SoftmaxVjp(X(4, 3), dY, 0)),
        ["LogSoftmax over the examples"] = ([4, 3], dY => LogSoftmaxVjp(X(4, 3), dY, -2), dY => LogSoftmaxVjp(X(4, 3), dY, -2)),
        ["LayerNorm of a single line"] = ([5], dY => LayerNormVjpX(X(5), X(5), dY, 1e-5f), dY => LayerNormVjpX(X(5), X(5), dY, 1e-5f)),
        ["LayerNorm of each example"] = ([4, 2, 5], dY => LayerNormVjpX(X(4, 2, 5), X(5), dY, 1e-5f), dY => LayerNormVjpX(X(4, 2, 5), X(5), dY, 1e-5f)),
        ["RmsNorm of a single line"] = ([5], dY => RmsNormVjpX(X(5), X(5), dY, 1e-5f), dY => RmsNormVjpX(X(5), X(5), dY, 1e-5f)),
        ["Linear of a single line"] = ([5], dY => LinearVjpX(dY, X(3), X(5, 3)), dY => LinearVjpX(dY, X(3), X(5, 3))),
        ["MatMul of rows"] = ([4, 5], dY => MatMulVjpA(dY, X(4, 3), X(3, 5), false, false), dY => MatMulVjpA(dY, X(4, 3), X(3, 5), false, false)),
        ["MatMul of columns"] = ([4, 5], dY => MatMulVjpA(dY, X(3, 4), X(3, 5), true, false), dY => MatMulVjpA(dY, X(3, 4), X(3, 5), true, false)),
        ["MatMul with a shared matrix"] = ([4, 2, 5], dY => MatMulVjpB(dY, X(4, 2, 3), X(3, 5), false, false), dY => MatMulVjpB(dY, X(4, 2, 3), X(3, 5), false, false)),
        ["MatMul of batches"] = ([4, 2, 5], dY => MatMulVjpB(dY, X(4, 2, 3), X(4, 3, 5), false, false), dY => MatMulVjpB(dY, X(4, 2, 3), X(4, 3, 5), false, false)),
        ["Transpose of the examples"] = ([4, 3], dY => TransposeVjp(dY, X(3, 4), 0, 1), dY => TransposeVjp(dY, 0, 1)),
        ["Permute of the examples"] = ([4, 3, 2], dY => PermuteVjp(dY, X(3, 4, 2), [1, 0, 2]), dY => PermuteVjp(dY, [1, 0, 2])),
        ["SelfAttention of one sequence"] = ([4, 2], dY => SelfAttentionVjp(X(4, 6), dY, 1, true), dY => SelfAttentionVjp(X(4, 6), dY, 1, true)),
        ["SelfAttention of sequences"] = ([4, 3, 2], dY => SelfAttentionVjp(X(4, 3, 6), dY, 1, true), dY => SelfAttentionVjp(X(4, 3, 6), dY, 1, true)),
        ["Attention of one sequence to keys"] = ([4, 2], dY => ScaledDotProductAttentionVjpK(X(4, 3), X(5, 3), X(5, 2), dY, false), dY => ScaledDotProductAttentionVjpK(X(4, 3), X(5, 3), X(5, 2), dY, false)),
        ["Attention of sequences to values"] = ([4, 3, 2], dY => ScaledDotProductAttentionVjpV(X(4, 3, 3), X(4, 5, 3), X(4, 5, 2), dY, false), dY => ScaledDotProductAttentionVjpV(X(4, 3, 3), X(4, 5, 3), X(4, 5, 2), dY, false)),
    };

    public static TheoryData<string> Names() => [.. Rules.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_rule_of_some_examples_equals_the_dense_rule(string name)
    {
        (int[] shape, Func<SparseExamples, SparseExamples> sparse, Func<Tensor, Tensor> dense) = Rules[name];
        foreach (int k in new[] { 1, 2, shape[0] })
        {
            var dY = new TopKExamples(k);
            SparseExamples kept = Sparsify.ByVjp(X(shape), dY);
            Tensor expected = dense(kept.ToDense());
            Tensor actual = sparse(kept).ToDense();
            Assert.Equal(expected.ShapeText, actual.ShapeText);
            Assert.All(expected.ToArray().Zip(actual.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }
    }

    /// <summary>Numbers that look drawn.</summary>
    private static Tensor X(params int[] shape) =>
        Tensor.From([.. Enumerable.Range(0, Shapes.Length(shape)).Select(static i => CounterRandom.Uniform(7, (ulong)i) - 0.3f)], shape);
}
