using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>Two layers; only the largest 5 % of the hidden layer's gradient travel on. The ratio may change at every step.</summary>
public sealed partial class Mlp(int inputs, int hidden, int classes, int seed)
{
    [Parameter] public Tensor W1 { get; } = Init.KaimingUniform(hidden, inputs, seed);
    [Parameter] public Tensor B1 { get; } = Tensor.Zeros(hidden);
    [Parameter] public Tensor W2 { get; } = Init.KaimingUniform(classes, hidden, seed + 1);
    [Parameter] public Tensor B2 { get; } = Tensor.Zeros(classes);

    public float Ratio { get; set; } = 0.05f;

    [Differentiable]
    public Tensor Loss(Tensor images, Labels labels)
    {
        var z1 = Sparsify.TopK(Linear(images, W1, B1), Ratio);
        var h1 = Relu(z1);
        var logits = Linear(h1, W2, B2);
        return SoftmaxCrossEntropy(logits, labels);
    }
}
