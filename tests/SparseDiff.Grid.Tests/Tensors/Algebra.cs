using static SparseDiff.Ops;

namespace SparseDiff.Grid.Tests.Tensors;

/// <summary>Products, reductions, and shapes that broadcast.</summary>
public static partial class Algebra
{
    [Differentiable] public static Tensor Affine([Shape("n, i")] Tensor x, [Shape("o, i")] Tensor w, [Shape("o")] Tensor b) => Linear(x, w, b);

    [Differentiable] public static Tensor NoBias([Shape("..., i")] Tensor x, [Shape("o, i")] Tensor w) => Linear(x, w);

    [Differentiable] public static Tensor Product([Shape("n, k")] Tensor a, [Shape("k, m")] Tensor b) => MatMul(a, b);

    [Differentiable] public static Tensor ProductFlat([Shape("k, n")] Tensor a, [Shape("m, k")] Tensor b) => MatMul(a, b, transposeA: true, transposeB: true);

    [Differentiable] public static Tensor Batched([Shape("b, n, k")] Tensor a, [Shape("b, k, m")] Tensor c) => MatMul(a, c);

    [Differentiable] public static Tensor Gram([Shape("n, k")] Tensor a) => MatMul(a, a, transposeB: true);

    [Differentiable] public static Tensor Quadratic([Shape("n, k")] Tensor x, [Shape("k, k")] Tensor a) => Sum(Linear(x, a) * x, axis: 1);

    [Differentiable] public static Tensor Outer([Shape("n, 1")] Tensor a, [Shape("1, m")] Tensor b) => a * b;

    [Differentiable] public static Tensor RowAndColumn([Shape("n, m")] Tensor x, [Shape("m")] Tensor row, [Shape("n, 1")] Tensor column) => (x + row) / (2 + Square(column));

    [Differentiable] public static Tensor ScalarAndTensor([Shape("n, m")] Tensor x, [Shape("1")] Tensor scale) => Tanh(x * scale) - scale;

    [Differentiable] public static Tensor Middle([Shape("n, m, k")] Tensor x, [Shape("m, 1")] Tensor y) => Exp(-Square(x - y));

    [Differentiable] public static Tensor Wider([Shape("m")] Tensor x, [Shape("n, m")] Tensor y) => x - (y * Sigmoid(x));

    [Differentiable] public static Tensor Total(Tensor x) => Sum(Square(x));

    [Differentiable] public static Tensor Rows([Shape("n, m")] Tensor x) => Sum(x * x, axis: 1, keepDims: true) * x;

    [Differentiable] public static Tensor Columns([Shape("n, m")] Tensor x) => Mean(x, axis: 0) - (0.1f * Sum(x, axis: 0));

    [Differentiable] public static Tensor Centred([Shape("n, m")] Tensor x) => x - Mean(x, axis: -1, keepDims: true);

    [Differentiable] public static Tensor Standardised([Shape("n, m")] Tensor x) => (x - Mean(x, axis: 1, keepDims: true)) / Sqrt(Variance(x, axis: 1, keepDims: true) + 0.1f);

    [Differentiable] public static Tensor Unbiased([Shape("2, m")] Tensor x) => Variance(x, axis: 0, unbiased: true);

    [Differentiable] public static Tensor Largest([Shape("n, m")] Tensor x) => Max(x, axis: 1) * 2;

    [Differentiable] public static Tensor LargestOfAll(Tensor x) => Max(x) - Mean(x);

    [Differentiable] public static Tensor Products([Shape("n, m")] Tensor x) => Ops.Product(x, axis: 0);

    [Differentiable] public static Tensor SoftMaximum([Shape("n, m")] Tensor x, [In(0.5, 2)] float sharpness) => LogSumExp(sharpness * x, axis: 1) / sharpness;

    [Differentiable] public static Tensor Running([Shape("n, m")] Tensor x) => CumulativeSum(x, axis: 0) * CumulativeSum(x);

    [Differentiable] public static Tensor Weighted([Shape("n, m")] Tensor x, [Shape("n, m")] Tensor scores) => Sum(Softmax(scores) * x, axis: 1);

    [Differentiable] public static Tensor Attention([Shape("n, d")] Tensor q, [Shape("m, d")] Tensor k, [Shape("m, e")] Tensor v) => MatMul(Softmax(MatMul(q, k, transposeB: true) * 0.5f), v);

    [Differentiable] public static Tensor SoftmaxOfColumns([Shape("n, m")] Tensor x) => Softmax(x, axis: 0) * LogSoftmax(x, axis: 1);

    [Differentiable]
    public static Tensor Cosine([Shape("n, d")] Tensor a, [Shape("n, d")] Tensor b) =>
        Sum(a * b, axis: 1) / (Sqrt(Sum(Square(a), axis: 1)) * Sqrt(Sum(Square(b), axis: 1)));

    [Differentiable] public static Tensor Distances([Shape("n, 1, d")] Tensor a, [Shape("1, m, d")] Tensor b) => Sum(Square(a - b), axis: 2);

    [Differentiable]
    public static Tensor TwoLayers([Shape("n, i")] Tensor x, [Shape("h, i")] Tensor w1, [Shape("h")] Tensor b1, [Shape("o, h")] Tensor w2)
    {
        var hidden = Tanh(Linear(x, w1, b1));
        return Linear(hidden, w2);
    }

    [Differentiable] public static Tensor TiedWeights([Shape("n, i")] Tensor x, [Shape("h, i")] Tensor w) => MatMul(Sigmoid(Linear(x, w)), w);
}
