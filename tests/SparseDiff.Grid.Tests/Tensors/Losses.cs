using static SparseDiff.Ops;

namespace SparseDiff.Grid.Tests.Tensors;

/// <summary>Losses, norms and cells.</summary>
public static partial class Losses
{
    [Differentiable] public static Tensor Squared([Shape("n, m")] Tensor prediction, [Shape("n, m")] Tensor target) => MeanSquaredError(prediction, target);

    [Differentiable]
    public static Tensor Ridge([Shape("n, i")] Tensor x, [Shape("1, i")] Tensor w, [NoGradient, Shape("n, 1")] Tensor y, [In(0.1, 1)] float penalty) =>
        MeanSquaredError(Linear(x, w), y) + (penalty * Sum(Square(w)));

    [Differentiable]
    public static Tensor Lasso([Shape("n, i")] Tensor x, [Shape("1, i")] Tensor w, [NoGradient, Shape("n, 1")] Tensor y) =>
        (0.5f * Mean(Square(Linear(x, w) - y))) + (0.2f * Sum(Abs(w)));

    [Differentiable] public static Tensor AbsoluteError(Tensor prediction, Tensor target) => MeanAbsoluteError(prediction, 2 * target);

    [Differentiable] public static Tensor Robust(Tensor prediction, Tensor target, [In(0.3, 1.5)] float delta) => HuberLoss(prediction, target, delta);

    [Differentiable] public static Tensor Classes([Shape("n, c")] Tensor logits, [Drawn("n", "c")] Labels labels) => SoftmaxCrossEntropy(logits, labels);

    [Differentiable] public static Tensor Smoothed([Shape("n, c")] Tensor logits, [Drawn("n", "c")] Labels labels) => SoftmaxCrossEntropy(2 * logits, labels, labelSmoothing: 0.1f);

    [Differentiable] public static Tensor Classifier([Shape("n, i")] Tensor x, [Shape("c, i")] Tensor w, [Shape("c")] Tensor b, [Drawn("n", "c")] Labels labels) => SoftmaxCrossEntropy(Linear(x, w, b), labels);

    [Differentiable] public static Tensor Binary(Tensor logits, [NoGradient, In(0, 1)] Tensor target) => SigmoidCrossEntropy(logits, target);

    [Differentiable] public static Tensor Entropy([Shape("n, m")] Tensor logits) => -Mean(Sum(Softmax(logits) * LogSoftmax(logits), axis: 1));

    [Differentiable] public static Tensor Divergence([Shape("n, d")] Tensor mean, [Shape("n, d")] Tensor logVariance) => -0.5f * Mean(Sum(1 + logVariance - Square(mean) - Exp(logVariance), axis: 1));

    [Differentiable] public static Tensor Hinge([Shape("n, m")] Tensor scores, [NoGradient, Shape("n, m")] Tensor sides) => Mean(Relu(1 - (scores * sides)));

    [Differentiable]
    public static Tensor Contrast([Shape("n, d")] Tensor a, [Shape("n, d")] Tensor b, [In(0.5, 3)] float margin)
    {
        var distance = Sqrt(Sum(Square(a - b), axis: 1) + 0.01f);
        return Mean(Square(Maximum(margin - distance, 0f)));
    }

    [Differentiable] public static Tensor LayerNormed([Shape("n, d")] Tensor x, [Shape("d")] Tensor w, [Shape("d")] Tensor b) => LayerNorm(x, w, b, epsilon: 0.1f);

    [Differentiable] public static Tensor RootMeanSquare([Shape("n, t, d")] Tensor x, [Shape("d")] Tensor w) => RmsNorm(x, w, epsilon: 0.1f);

    [Differentiable] public static Tensor BatchNormed([Shape("6, 2, 2, 2")] Tensor x, [Shape("2")] Tensor w, [Shape("2")] Tensor b) => BatchNorm(x, w, b, eps: 0.1f);

    [Differentiable] public static Tensor Heads([Shape("b, t, 12")] Tensor qkv, bool causal) => SelfAttention(qkv, 2, causal);

    [Differentiable] public static Tensor Attended([Shape("b, 2, t, 3")] Tensor q, [Shape("b, 2, t, 3")] Tensor k, [Shape("b, 2, t, 3")] Tensor v, bool causal) => ScaledDotProductAttention(q, k, v, causal);

    [Differentiable]
    public static (Tensor H, Tensor C) LongMemory([Shape("n, i")] Tensor x, [Shape("n, 2")] Tensor h, [Shape("n, 2")] Tensor c, [Shape("8, i")] Tensor wX, [Shape("8, 2")] Tensor wH)
    {
        var gates = LstmGates(Linear(x, wX) + Linear(h, wH));
        var memory = LstmMemory(gates, c);
        return (LstmOutput(gates, memory), memory);
    }

    [Differentiable] public static Tensor GatedUnit([Shape("n, i")] Tensor x, [Shape("n, 2")] Tensor h, [Shape("6, i")] Tensor wX, [Shape("6, 2")] Tensor wH) => GruOutput(Linear(x, wX), Linear(h, wH), h);

    [Differentiable] public static Tensor Thinned([Shape("n, m")] Tensor x) => Dropout(x, 0.4f, seed: 3, step: 5) * x;

    [Differentiable] public static Tensor EverythingKept([Shape("n, i")] Tensor x, [Shape("o, i")] Tensor w, [In(1, 1)] float ratio) => Relu(Sparsify.TopK(Linear(x, w), ratio));
}
