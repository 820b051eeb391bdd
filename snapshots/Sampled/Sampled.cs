using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>An unbiased sample of the gradient passes, drawn by magnitude over the whole tensor.</summary>
public sealed partial class Sampled
{
    [Parameter] public Tensor W1 { get; } = Init.KaimingUniform(7, 5, 1);
    [Parameter] public Tensor B1 { get; } = Tensor.Zeros(7);
    [Parameter] public Tensor W2 { get; } = Init.KaimingUniform(3, 7, 2);

    [Differentiable, SampledK(0.3, Seed = 5)]
    public Tensor Loss(Tensor images, Labels labels)
    {
        var hidden = Silu(Linear(images, W1, B1));
        return SoftmaxCrossEntropy(Linear(hidden, W2), labels);
    }
}
