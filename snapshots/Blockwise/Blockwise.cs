using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>Whole blocks of entries pass, as an attribute, a marker and on a parameter say.</summary>
public sealed partial class Blockwise
{
    [Parameter] public Tensor W1 { get; } = Init.KaimingUniform(6, 5, 1);
    [Parameter, TopKBlocks(1.0, 3)] public Tensor W2 { get; } = Init.KaimingUniform(3, 6, 3);

    public float Ratio { get; set; } = 0.4f;

    [Differentiable, TopKBlocks(nameof(Ratio), 2, Norm = SliceNorm.L2)]
    public Tensor Loss(Tensor images, Labels labels) =>
        SoftmaxCrossEntropy(Linear(Tanh(Linear(images, W1)), W2), labels);

    [Differentiable]
    public Tensor Marked(Tensor images, Labels labels) =>
        SoftmaxCrossEntropy(Linear(Tanh(Sparsify.TopKBlocks(Linear(images, W1), Ratio, 3)), W2), labels);
}
