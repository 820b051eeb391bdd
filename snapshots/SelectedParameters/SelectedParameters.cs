using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>What the optimizer sees of a parameter's gradient, said by attributes; a part of the model says it for its own.</summary>
public sealed partial class SelectedParameters
{
    [Parameter, TopK(nameof(Density))] public Tensor W1 { get; } = Init.KaimingUniform(7, 5, 1);
    [Parameter] public Tensor B1 { get; } = Tensor.Zeros(7);
    [Parameter, RandomK(0.25, Seed = 3)] public Tensor W2 { get; } = Init.KaimingUniform(6, 7, 2);

    public Head Head { get; } = new();

    public float Density { get; set; } = 0.2f;

    [Differentiable]
    public Tensor Loss(Tensor images, Labels labels)
    {
        var hidden = Tanh(Linear(Tanh(Linear(images, W1, B1)), W2));
        return SoftmaxCrossEntropy(Head.Forward(hidden), labels);
    }
}

public sealed partial class Head
{
    [Parameter, TopK(4)] public Tensor W { get; } = Init.KaimingUniform(3, 6, 3);
    [Parameter, DgcK(0.5)] public Tensor B { get; } = Tensor.Zeros(3);

    [Differentiable]
    public Tensor Forward(Tensor x) => Linear(x, W, B);
}
