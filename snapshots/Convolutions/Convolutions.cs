using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>Convolutions and pools; of each example's feature maps only the largest entries of the gradient pass.</summary>
public sealed partial class Convolutions
{
    [Parameter] public Tensor W1 { get; } = Init.KaimingUniformFilters(4, 1, 3, 1);    // [4, 1, 3, 3]
    [Parameter] public Tensor B1 { get; } = Tensor.Zeros(4);
    [Parameter] public Tensor W2 { get; } = Init.KaimingUniformFilters(6, 4, 3, 2);    // [6, 4, 3, 3]
    [Parameter] public Tensor B2 { get; } = Tensor.Zeros(6);
    [Parameter] public Tensor Scale { get; } = Tensor.Full(1, 6);
    [Parameter] public Tensor Offset { get; } = Tensor.Zeros(6);
    [Parameter] public Tensor W3 { get; } = Init.KaimingUniform(3, 6, 3);              // [3, 6]

    [Differentiable]
    public Tensor Loss(Tensor images, Labels labels)
    {
        var z1 = Sparsify.TopK(Conv2d(images, W1, B1, padding: 1), 0.05f, SelectionScope.PerExample);
        var h1 = MaxPool2d(Silu(z1), 2);
        var z2 = Sparsify.TopK(Conv2d(h1, W2, B2, stride: 2), 0.05f, SelectionScope.PerChannel);
        var h2 = Silu(BatchNorm(z2, Scale, Offset));
        return SoftmaxCrossEntropy(Linear(GlobalAvgPool2d(h2), W3), labels);
    }
}
