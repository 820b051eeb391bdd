using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>Two residual blocks: a value with two uses collects two gradients, of which one is sparse.</summary>
public sealed partial class Residual
{
    [Parameter] public Tensor W1 { get; } = Init.KaimingUniform(5, 5, 1);
    [Parameter] public Tensor B1 { get; } = Tensor.Zeros(5);
    [Parameter] public Tensor W2 { get; } = Init.KaimingUniform(5, 5, 2);

    [Differentiable]
    public Tensor Loss(Tensor x, Tensor target)
    {
        var h = x + Relu(Sparsify.TopK(Linear(x, W1, B1), 0.4f));
        h = h + Relu(Sparsify.TopK(Linear(h, W2), 0.4f));
        return MeanSquaredError(h, target);
    }
}
