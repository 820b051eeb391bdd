using static SparseDiff.Ops;

namespace SparseDiff.Tests.Reference;

/// <summary>Three layers whose gradients are sampled, all by one budget: entries, columns and examples.</summary>
public sealed partial class SteeredNet(Budget budget)
{
    [Parameter] public Tensor W1 { get; } = Init.KaimingUniform(24, 10, 1);

    [Parameter] public Tensor W2 { get; } = Init.KaimingUniform(20, 24, 2);

    [Parameter] public Tensor W3 { get; } = Init.KaimingUniform(16, 20, 3);

    [Parameter] public Tensor W4 { get; } = Init.KaimingUniform(4, 16, 4);

    public SampledK Entries { get; } = new(budget) { Seed = 1 };

    public SampledColumns Columns { get; } = new(budget) { Seed = 2 };

    public SampledExamples Examples { get; } = new(budget) { Seed = 3 };

    [Differentiable]
    public Tensor Loss(Tensor x, Labels labels)
    {
        var h1 = Tanh(Sparsify.By(Linear(x, W1), Entries));
        var h2 = Tanh(Sparsify.By(Linear(h1, W2), Columns));
        var h3 = Tanh(Sparsify.By(Linear(h2, W3), Examples));
        return SoftmaxCrossEntropy(Linear(h3, W4), labels);
    }
}
