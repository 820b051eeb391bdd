using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>Columns, then the entries of each row, are sampled without bias: the first by an attribute's scope.</summary>
public sealed partial class SampledScopes
{
    [Parameter] public Tensor W1 { get; } = Init.KaimingUniform(7, 5, 1);
    [Parameter] public Tensor B1 { get; } = Tensor.Zeros(7);
    [Parameter] public Tensor W2 { get; } = Init.KaimingUniform(3, 7, 2);

    [Differentiable, SampledK(0.3, Seed = 5, Scope = SelectionScope.Columns)]
    public Tensor Loss(Tensor images, Labels labels)
    {
        var hidden = Sparsify.SampledK(Gelu(Linear(images, W1, B1)), 0.4f, 3, SelectionScope.Row);
        return SoftmaxCrossEntropy(Linear(hidden, W2), labels);
    }
}
