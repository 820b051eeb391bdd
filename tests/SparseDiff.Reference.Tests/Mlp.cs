using static SparseDiff.Ops;

namespace SparseDiff.Tests.Reference;

/// <summary>The reference file's model: two hidden layers of ReLU; the losses differ in what their gradient lets pass after each hidden linear.</summary>
public sealed partial class Mlp(Func<string, Tensor> parameter)
{
    [Parameter] public Tensor W1 { get; } = parameter("w1");

    [Parameter] public Tensor B1 { get; } = parameter("b1");

    [Parameter] public Tensor W2 { get; } = parameter("w2");

    [Parameter] public Tensor B2 { get; } = parameter("b2");

    [Parameter] public Tensor W3 { get; } = parameter("w3");

    [Parameter] public Tensor B3 { get; } = parameter("b3");

    public int K { get; set; } = 1;

    [Differentiable]
    public Tensor DenseLoss(Tensor x, Labels labels)
    {
        var h1 = Relu(Linear(x, W1, B1));
        var h2 = Relu(Linear(h1, W2, B2));
        return SoftmaxCrossEntropy(Linear(h2, W3, B3), labels);
    }

    [Differentiable]
    public Tensor RowLoss(Tensor x, Labels labels)
    {
        var z1 = Sparsify.TopK(Linear(x, W1, B1), K);
        var z2 = Sparsify.TopK(Linear(Relu(z1), W2, B2), K);
        return SoftmaxCrossEntropy(Linear(Relu(z2), W3, B3), labels);
    }

    [Differentiable]
    public Tensor TensorLoss(Tensor x, Labels labels)
    {
        var z1 = Sparsify.TopK(Linear(x, W1, B1), K, SelectionScope.Tensor);
        var z2 = Sparsify.TopK(Linear(Relu(z1), W2, B2), K, SelectionScope.Tensor);
        return SoftmaxCrossEntropy(Linear(Relu(z2), W3, B3), labels);
    }

    [Differentiable]
    public Tensor ColumnsLoss(Tensor x, Labels labels)
    {
        var z1 = Sparsify.TopK(Linear(x, W1, B1), K, SelectionScope.Columns);
        var z2 = Sparsify.TopK(Linear(Relu(z1), W2, B2), K, SelectionScope.Columns);
        return SoftmaxCrossEntropy(Linear(Relu(z2), W3, B3), labels);
    }

    [Differentiable]
    public Tensor SampledLoss(Tensor x, Labels labels)
    {
        var z1 = Sparsify.SampledK(Linear(x, W1, B1), 0.1f);
        var z2 = Sparsify.SampledK(Linear(Relu(z1), W2, B2), 0.1f);
        return SoftmaxCrossEntropy(Linear(Relu(z2), W3, B3), labels);
    }

    [Differentiable]
    [TopK(2)]
    public Tensor AttributeLoss(Tensor x, Labels labels)
    {
        var h1 = Relu(Linear(x, W1, B1));
        var h2 = Relu(Linear(h1, W2, B2));
        return SoftmaxCrossEntropy(Linear(h2, W3, B3), labels);
    }

    [Differentiable]
    public Tensor MarkerLoss(Tensor x, Labels labels)
    {
        var h1 = Relu(Sparsify.TopK(Linear(x, W1, B1), 2));
        var h2 = Relu(Sparsify.TopK(Linear(h1, W2, B2), 2));
        return SoftmaxCrossEntropy(Sparsify.TopK(Linear(h2, W3, B3), 2), labels);
    }
}
