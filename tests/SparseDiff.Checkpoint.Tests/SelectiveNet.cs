using static SparseDiff.Ops;

namespace SparseDiff.Tests.Checkpoints;

/// <summary>A network with selections of every kind that has a state: of parameters by attributes, and of a gradient by a budget that somebody steers.</summary>
public sealed partial class SelectiveNet(int seed, Schedule ratio, Budget budget)
{
    [Parameter, TopK(nameof(Ratio))] public Tensor W1 { get; } = Init.KaimingUniform(40, Net.Inputs, seed);

    [Parameter] public Tensor B1 { get; } = Tensor.Zeros(40);

    [Parameter, SelectBy(nameof(Policy))] public Tensor W2 { get; } = Init.KaimingUniform(40, 40, seed + 1);

    public SelectiveHead Head { get; } = new(seed + 2);

    public Schedule Ratio { get; } = ratio;

    public GaussianK Policy { get; } = new(ratio);

    public SampledK Sampled { get; } = new(budget) { Seed = 2 };

    [Differentiable]
    public Tensor Loss(Tensor x, Labels labels)
    {
        var h = Relu(Sparsify.By(Linear(x, W1, B1), Sampled));
        return SoftmaxCrossEntropy(Head.Forward(Relu(Linear(h, W2))), labels);
    }
}

public sealed partial class SelectiveHead(int seed)
{
    [Parameter, RandomK(0.3, Seed = 5)] public Tensor W3 { get; } = Init.KaimingUniform(Net.Classes, 40, seed);

    [Differentiable]
    public Tensor Forward(Tensor x) => Linear(x, W3);
}

/// <summary>A model without selections, and one with them that derives from it.</summary>
public partial class UnselectiveBase
{
    [Parameter] public Tensor W { get; } = Init.KaimingUniform(Net.Classes, Net.Inputs, 1);

    [Differentiable]
    public Tensor Score(Tensor x) => Linear(x, W);
}

public partial class SelectiveDerived : UnselectiveBase
{
    [Parameter, TopK(0.2)] public Tensor V { get; } = Init.KaimingUniform(Net.Classes, Net.Inputs, 2);

    [Differentiable]
    public Tensor Loss(Tensor x, Labels labels) => SoftmaxCrossEntropy(Score(x) + Linear(x, V), labels);
}

public sealed partial class MoreSelective : SelectiveDerived
{
    [Parameter, TopK(0.3)] public Tensor U { get; } = Init.KaimingUniform(Net.Classes, Net.Inputs, 3);

    [Differentiable]
    public Tensor Both(Tensor x, Labels labels) => SoftmaxCrossEntropy(Linear(x, V) + Linear(x, U), labels);
}
