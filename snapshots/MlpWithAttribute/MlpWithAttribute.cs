using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>The same network with the sparsity asked for by an attribute: a point after every linear operation.</summary>
public sealed partial class MlpWithAttribute
{
    [Parameter] public Tensor W1 { get; } = Init.KaimingUniform(7, 5, 1);
    [Parameter] public Tensor B1 { get; } = Tensor.Zeros(7);
    [Parameter] public Tensor W2 { get; } = Init.KaimingUniform(3, 7, 2);
    [Parameter] public Tensor B2 { get; } = Tensor.Zeros(3);

    [Differentiable]
    [TopK(0.25, Scope = SelectionScope.Tensor)]
    public Tensor Loss(Tensor images, Labels labels)
    {
        Tensor hidden = Tanh(Linear(images, W1, B1));
        Tensor logits = Linear(hidden, W2, B2);
        return SoftmaxCrossEntropy(logits, labels);
    }
}
