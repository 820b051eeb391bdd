using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>Products written as such, with weights of either layout, keep their gradients sparse as linear layers do.</summary>
public sealed partial class Products
{
    [Parameter] public Tensor W1 { get; } = Init.KaimingUniform(5, 7, 1);
    [Parameter] public Tensor W2 { get; } = Init.KaimingUniform(3, 7, 2);

    public float Ratio { get; set; } = 0.4f;

    [Differentiable]
    public Tensor Loss(Tensor images, Labels labels)
    {
        var z1 = Sparsify.TopK(MatMul(images, W1), Ratio);
        var z2 = Sparsify.TopK(MatMul(Tanh(z1), W2, transposeB: true), Ratio, SelectionScope.Columns);
        return SoftmaxCrossEntropy(z2, labels);
    }
}
