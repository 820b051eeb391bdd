using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>One set of columns for the whole batch: upstream of the points the products are small dense ones.</summary>
public sealed partial class Unified
{
    [Parameter] public Tensor W1 { get; } = Init.KaimingUniform(7, 5, 1);
    [Parameter] public Tensor B1 { get; } = Tensor.Full(0.1f, 7);
    [Parameter] public Tensor Scale { get; } = Tensor.Full(0.9f, 7);
    [Parameter] public Tensor W2 { get; } = Init.KaimingUniform(6, 7, 2);
    [Parameter] public Tensor W3 { get; } = Init.KaimingUniform(3, 6, 3);

    public float Ratio { get; set; } = 0.4f;

    [Differentiable]
    public Tensor Loss(Tensor images, Labels labels)
    {
        var a = Linear(images, W1, B1);
        var z1 = Sparsify.TopK(Silu(a) * Scale + a, Ratio, SelectionScope.Columns);
        var z2 = Sparsify.TopK(Linear(z1, W2), Ratio, SelectionScope.Columns);
        return SoftmaxCrossEntropy(Linear(Reshape(Relu(z2), -1, 6), W3), labels);
    }
}
