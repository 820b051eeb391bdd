using static SparseDiff.Ops;

namespace SparseDiff.Tests.Reference;

/// <summary>A point of examples behind another: the second selects among the examples that the first let pass.</summary>
public sealed partial class TwicePointed(ISelection<SparseExamples> outer, ISelection<SparseExamples> inner)
{
    [Parameter] public Tensor W1 { get; } = Init.KaimingUniform(24, 10, 1);

    [Parameter] public Tensor W2 { get; } = Init.KaimingUniform(20, 24, 2);

    [Parameter] public Tensor W3 { get; } = Init.KaimingUniform(4, 20, 3);

    public ISelection<SparseExamples> Outer { get; } = outer;

    public ISelection<SparseExamples> Inner { get; } = inner;

    [Differentiable]
    public Tensor Loss(Tensor x, Labels labels)
    {
        var h1 = Tanh(Sparsify.By(Linear(x, W1), Inner));
        var h2 = Tanh(Sparsify.By(Linear(h1, W2), Outer));
        return SoftmaxCrossEntropy(Linear(h2, W3), labels);
    }

    [Differentiable]
    public Tensor Marked(Tensor x, Labels labels)
    {
        var h1 = Tanh(Sparsify.SampledK(Linear(x, W1), 0.2f, 7, SelectionScope.Examples));
        var h2 = Tanh(Sparsify.SampledK(Linear(h1, W2), 0.4f, 8, SelectionScope.Examples));
        return SoftmaxCrossEntropy(Linear(h2, W3), labels);
    }
}
