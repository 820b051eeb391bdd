using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>One matrix used twice, forwards and transposed: its gradients add up.</summary>
public sealed partial class SharedWeights
{
    [Parameter] public Tensor W { get; } = Init.KaimingUniform(3, 5, 1);

    [Differentiable]
    public Tensor Loss(Tensor x)
    {
        var code = Sparsify.TopK(Tanh(Linear(x, W)), 2);
        var back = Linear(code, Transpose(W));
        return MeanSquaredError(back, x);
    }
}
