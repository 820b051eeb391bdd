using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>Three layers without any sparsity, in one expression.</summary>
public sealed partial class MlpDense
{
    [Parameter] private readonly Tensor first = Init.KaimingUniform(6, 5, 1);
    [Parameter] private readonly Tensor second = Init.KaimingUniform(6, 6, 2);
    [Parameter] private readonly Tensor third = Init.KaimingUniform(3, 6, 3);

    [Differentiable]
    public Tensor Loss(Tensor images, Labels labels) =>
        SoftmaxCrossEntropy(Linear(Gelu(Linear(Gelu(Linear(images, first)), second)), third), labels);
}
