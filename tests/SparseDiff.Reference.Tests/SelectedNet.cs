using static SparseDiff.Ops;

namespace SparseDiff.Tests.Reference;

/// <summary>A network whose parameters' gradients are selected by attributes, and the same without.</summary>
public sealed partial class SelectedNet
{
    [Parameter, TopK(nameof(Ratio))] public Tensor W1 { get; } = Init.KaimingUniform(9, 5, 1);

    [Parameter, TopK(nameof(Ratio))] public Tensor B1 { get; } = Tensor.Zeros(9);

    public SelectedHead Head { get; } = new();

    public Schedule Ratio { get; } = Schedule.WarmUp(2, 0.5f, 0.1f);

    [Differentiable]
    public Tensor Loss(Tensor x, Labels labels) => SoftmaxCrossEntropy(Head.Forward(Tanh(Linear(x, W1, B1))), labels);
}

public sealed partial class SelectedHead
{
    [Parameter, RandomK(0.3, Seed = 5)] public Tensor W2 { get; } = Init.KaimingUniform(3, 9, 2);

    [Differentiable]
    public Tensor Forward(Tensor x) => Linear(x, W2);
}

public sealed partial class PlainNet
{
    [Parameter] public Tensor W1 { get; } = Init.KaimingUniform(9, 5, 1);

    [Parameter] public Tensor B1 { get; } = Tensor.Zeros(9);

    [Parameter] public Tensor W2 { get; } = Init.KaimingUniform(3, 9, 2);

    [Differentiable]
    public Tensor Loss(Tensor x, Labels labels) => SoftmaxCrossEntropy(Linear(Tanh(Linear(x, W1, B1)), W2), labels);
}

/// <summary>What passes of the parameters' gradients is up to policies that members hold.</summary>
public sealed partial class ChosenNet(ISelection<SparseRows> policy)
{
    [Parameter, SelectBy(nameof(Policy))] public Tensor W1 { get; } = Init.KaimingUniform(9, 5, 1);

    [Parameter, SelectBy(nameof(Policy))] public Tensor B1 { get; } = Tensor.Zeros(9);

    [Parameter] public Tensor W2 { get; } = Init.KaimingUniform(3, 9, 2);

    public ISelection<SparseRows> Policy { get; set; } = policy;

    [Differentiable]
    public Tensor Loss(Tensor x, Labels labels) => SoftmaxCrossEntropy(Linear(Tanh(Linear(x, W1, B1)), W2), labels);
}
