using SparseDiff;
using static SparseDiff.Ops;

public sealed partial class Mlp(int inputs, int hidden, int classes, int seed)
{
    [Parameter] public Tensor W1 { get; } = Init.KaimingUniform(hidden, inputs, seed);     // [hidden, inputs]
    [Parameter] public Tensor B1 { get; } = Tensor.Zeros(hidden);
    [Parameter] public Tensor W2 { get; } = Init.KaimingUniform(classes, hidden, seed + 1);
    [Parameter] public Tensor B2 { get; } = Tensor.Zeros(classes);

    public float Ratio { get; set; } = 0.05f;          // may change every step: k is a run-time value

    [Differentiable]
    public Tensor Loss(Tensor images, Labels labels)   // [batch, inputs]
    {
        var z1 = Sparsify.TopK(Linear(images, W1, B1), Ratio);      // a sparsity point: identity forwards
        var h1 = Relu(z1);
        var logits = Linear(h1, W2, B2);
        return SoftmaxCrossEntropy(logits, labels);
    }
}
