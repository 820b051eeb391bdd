using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>Points behind a point of examples select within the examples that this one let pass: nothing is filled up between them.</summary>
public sealed partial class BehindExamples
{
    [Parameter] public Tensor W1 { get; } = Init.KaimingUniform(6, 5, 1);
    [Parameter] public Tensor B1 { get; } = Tensor.Zeros(6);
    [Parameter] public Tensor W2 { get; } = Init.KaimingUniform(7, 6, 2);
    [Parameter] public Tensor W3 { get; } = Init.KaimingUniform(3, 7, 3);

    public GaussianK Policy { get; } = new(0.4f);

    [Differentiable]
    public Tensor Entries(Tensor images, Labels labels)
    {
        var h1 = Relu(Sparsify.TopK(Linear(images, W1, B1), 0.4f));
        var h2 = Tanh(Sparsify.SampledK(Linear(h1, W2), 0.5f, 7, SelectionScope.Examples));
        return SoftmaxCrossEntropy(Linear(h2, W3), labels);
    }

    [Differentiable]
    public Tensor Columns(Tensor images, Labels labels)
    {
        var h1 = Relu(Sparsify.TopKColumns(Linear(images, W1, B1), 0.4f, biasFromAll: true));
        var h2 = Tanh(Sparsify.SampledK(Linear(h1, W2), 0.5f, 7, SelectionScope.Examples));
        return SoftmaxCrossEntropy(Linear(h2, W3), labels);
    }

    [Differentiable]
    public Tensor ByPolicy(Tensor images, Labels labels)
    {
        var h1 = Relu(Sparsify.By(Linear(images, W1, B1), Policy));
        var h2 = Tanh(Sparsify.SampledK(Linear(h1, W2), 0.5f, 7, SelectionScope.Examples));
        return SoftmaxCrossEntropy(Linear(h2, W3), labels);
    }
}
