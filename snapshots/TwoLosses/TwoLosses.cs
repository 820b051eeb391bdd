using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>Two differentiable methods that share parameters and one class of gradients.</summary>
public sealed partial class TwoLosses
{
    [Parameter] public Tensor Encoder { get; } = Init.KaimingUniform(3, 5, 1);
    [Parameter] public Tensor Decoder { get; } = Init.KaimingUniform(5, 3, 2);
    [Parameter, NoGradient] public Tensor Frozen { get; } = Init.KaimingUniform(4, 3, 3);

    [Differentiable]
    public Tensor Reconstruction(Tensor x) => MeanSquaredError(Linear(Tanh(Linear(x, Encoder)), Decoder), x);

    [Differentiable]
    public Tensor Classification(Tensor x, Labels labels) => SoftmaxCrossEntropy(Linear(Tanh(Linear(x, Encoder)), Frozen), labels);
}
