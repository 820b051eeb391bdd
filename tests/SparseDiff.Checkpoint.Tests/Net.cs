using static SparseDiff.Ops;

namespace SparseDiff.Tests.Checkpoints;

/// <summary>A small network with a dense, a Top-k and a sampled loss, and a weight that is not trained.</summary>
public sealed partial class Net(int seed)
{
    public const int Inputs = 12;
    public const int Classes = 5;

    [Parameter] public Tensor W1 { get; } = Init.KaimingUniform(40, Inputs, seed);
    [Parameter] public Tensor B1 { get; } = Tensor.Zeros(40);
    [Parameter, NoGradient] public Tensor Scale { get; } = Tensor.Full(1.5f, 40);
    [Parameter] public Tensor W2 { get; } = Init.KaimingUniform(40, 40, seed + 1);
    [Parameter] public Tensor W3 { get; } = Init.KaimingUniform(Classes, 40, seed + 2);

    [Differentiable]
    public Tensor Dense(Tensor x, Labels labels)
    {
        var h = Relu(Linear(x, W1, B1)) * Scale;
        return SoftmaxCrossEntropy(Linear(Relu(Linear(h, W2)), W3), labels);
    }

    [Differentiable, TopK(0.1)]
    public Tensor Largest(Tensor x, Labels labels)
    {
        var h = Relu(Linear(x, W1, B1)) * Scale;
        return SoftmaxCrossEntropy(Linear(Relu(Linear(h, W2)), W3), labels);
    }

    [Differentiable, SampledK(0.2, Seed = 3)]
    public Tensor Sampled(Tensor x, Labels labels)
    {
        var h = Relu(Linear(x, W1, B1)) * Scale;
        return SoftmaxCrossEntropy(Linear(Relu(Linear(h, W2)), W3), labels);
    }
}
