using static SparseDiff.Ops;

namespace SparseDiff.Tests.Reference;

/// <summary>The reference file's convolutional model; the losses differ in what their gradient lets pass after each convolution.</summary>
public sealed partial class Cnn(Func<string, Tensor> parameter)
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
        var h1 = MaxPool2d(Relu(Conv2d(x, W1, B1, padding: 1)), 2);
        var h2 = MaxPool2d(Relu(Conv2d(h1, W2, B2, padding: 1)), 2);
        return SoftmaxCrossEntropy(Linear(Reshape(h2, x.Shape[0], -1), W3, B3), labels);
    }

    [Differentiable]
    public Tensor ExampleLoss(Tensor x, Labels labels)
    {
        var h1 = MaxPool2d(Relu(Sparsify.TopK(Conv2d(x, W1, B1, padding: 1), K, SelectionScope.PerExample)), 2);
        var h2 = MaxPool2d(Relu(Sparsify.TopK(Conv2d(h1, W2, B2, padding: 1), K, SelectionScope.PerExample)), 2);
        return SoftmaxCrossEntropy(Linear(Reshape(h2, x.Shape[0], -1), W3, B3), labels);
    }
}
