using static SparseDiff.Ops;

namespace SparseDiff.Tests.Training;

/// <summary>The model of the README: Top-k of each row behind the hidden layer.</summary>
public sealed partial class TopKMlp(int inputs, int hidden, int classes, int seed)
{
    [Parameter] public Tensor W1 { get; } = Init.KaimingUniform(hidden, inputs, seed);
    [Parameter] public Tensor B1 { get; } = Tensor.Zeros(hidden);
    [Parameter] public Tensor W2 { get; } = Init.KaimingUniform(classes, hidden, seed + 1);
    [Parameter] public Tensor B2 { get; } = Tensor.Zeros(classes);

    public float Ratio { get; set; } = 0.2f;

    [Differentiable]
    public Tensor Loss(Tensor images, Labels labels)
    {
        var z1 = Sparsify.TopK(Linear(images, W1, B1), Ratio);
        var h1 = Relu(z1);
        var logits = Linear(h1, W2, B2);
        return SoftmaxCrossEntropy(logits, labels);
    }
}

/// <summary>Longer chains, sampled: every activation of the library in a generated kernel, forwards and backwards.</summary>
internal sealed partial class ManyActivations(int inputs, int hidden, int classes, int seed)
{
    [Parameter] public Tensor W1 { get; } = Init.XavierUniform(hidden, inputs, seed);
    [Parameter] public Tensor B1 { get; } = Tensor.Zeros(hidden);
    [Parameter] public Tensor W2 { get; } = Init.XavierUniform(hidden, hidden, seed + 1);
    [Parameter] public Tensor W3 { get; } = Init.XavierUniform(classes, hidden, seed + 2);
    [Parameter] public Tensor B3 { get; } = Tensor.Zeros(classes);

    [Differentiable]
    public Tensor Loss(Tensor images, Labels labels)
    {
        var z1 = Sparsify.SampledK(Linear(images, W1, B1), 0.3f);
        var h1 = Gelu(z1) * Sigmoid(z1) + GeluTanh(z1) - Tanh(z1) * 0.5f;
        var z2 = Linear(h1, W2);
        var h2 = Silu(z2) + Softplus(z2) + LeakyRelu(z2, 0.1f) - Log(Square(z2) + 1.5f);
        var h3 = Sqrt(Abs(h2) + 0.25f) / (Exp(-h2) + 2f) + Pow(Abs(h2) + 1f, 0.5f);
        return SoftmaxCrossEntropy(Linear(h3, W3, B3), labels);
    }
}
