using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>Policies that look for a threshold instead of counting: one on every linear output, others by hand.</summary>
public sealed partial class Thresholds
{
    [Parameter] public Tensor W1 { get; } = Init.KaimingUniform(7, 5, 1);
    [Parameter] public Tensor B1 { get; } = Tensor.Zeros(7);
    [Parameter] public Tensor W2 { get; } = Init.KaimingUniform(6, 7, 2);
    [Parameter] public Tensor W3 { get; } = Init.KaimingUniform(3, 6, 3);

    public float Least { get; set; } = 0.01f;

    [Differentiable]
    public Tensor Loss(Tensor images, Labels labels)
    {
        var h1 = Silu(Sparsify.GaussianK(Linear(images, W1, B1), 0.4f));
        var h2 = Silu(Sparsify.Threshold(Linear(h1, W2), Least));
        return SoftmaxCrossEntropy(Sparsify.DgcK(Linear(h2, W3), 0.4f), labels);
    }

    [Differentiable, RandomK(0.4, Seed = 3, Scaled = false)]
    public Tensor Random(Tensor images, Labels labels) => SoftmaxCrossEntropy(Linear(Silu(Linear(Silu(Linear(images, W1, B1)), W2)), W3), labels);
}
