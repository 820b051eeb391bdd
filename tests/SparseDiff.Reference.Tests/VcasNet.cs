using static SparseDiff.Ops;

namespace SparseDiff.Tests.Reference;

/// <summary>What VCAS samples, by one budget: the examples that travel upstream, and the rows that the weights' gradients are summed over.</summary>
public sealed partial class VcasNet(Budget budget)
{
    [Parameter] public Tensor W1 { get; } = Init.KaimingUniform(24, 10, 1);

    [Parameter] public Tensor B1 { get; } = Tensor.Zeros(24);

    [Parameter] public Tensor W2 { get; } = Init.KaimingUniform(20, 24, 2);

    [Parameter] public Tensor W3 { get; } = Init.KaimingUniform(4, 20, 3);

    public Budget Budget { get; set; } = budget;

    public SampledExamples Examples { get; } = new(budget) { Seed = 3 };

    public long Step { get; set; }

    [Differentiable]
    public Tensor Loss(Tensor x, Labels labels)
    {
        var h1 = Tanh(Sparsify.By(SampledLinear(x, W1, B1, Budget, 5, Step), Examples));
        var h2 = Tanh(Sparsify.By(SampledLinear(h1, W2, null, Budget, 6, Step), Examples));
        return SoftmaxCrossEntropy(SampledLinear(h2, W3, null, Budget, 7, Step), labels);
    }
}
