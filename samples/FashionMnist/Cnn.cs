using SparseDiff;
using static SparseDiff.Ops;

namespace FashionMnist;

/// <summary>
/// A small convolutional network: 32 and 64 filters of 3 × 3, each followed by a pool that halves the image, and a dense layer of
/// 128. As in <see cref="Mlp"/> the same loss three times.
/// </summary>
public sealed partial class Cnn(int seed)
{
    private const int Side = 28, Filters1 = 32, Filters2 = 64, Hidden = 128, Classes = 10;
    private const int Features = Filters2 * (Side / 4) * (Side / 4);

    [Parameter] public Tensor W1 { get; } = Init.KaimingUniformFilters(Filters1, 1, 3, seed);             // [32, 1, 3, 3]
    [Parameter] public Tensor B1 { get; } = Tensor.Zeros(Filters1);
    [Parameter] public Tensor W2 { get; } = Init.KaimingUniformFilters(Filters2, Filters1, 3, seed + 1);  // [64, 32, 3, 3]
    [Parameter] public Tensor B2 { get; } = Tensor.Zeros(Filters2);
    [Parameter] public Tensor W3 { get; } = Init.KaimingUniform(Hidden, Features, seed + 2);              // [128, 3136]
    [Parameter] public Tensor B3 { get; } = Tensor.Zeros(Hidden);
    [Parameter] public Tensor W4 { get; } = Init.KaimingUniform(Classes, Hidden, seed + 3);               // [10, 128]
    [Parameter] public Tensor B4 { get; } = Tensor.Zeros(Classes);

    /// <summary>The share of gradient entries that pass a sparsity point.</summary>
    public float Ratio { get; set; } = 0.05f;

    /// <summary>Seeds what <see cref="SampledLoss"/> draws.</summary>
    public int SamplingSeed { get; set; } = seed;

    /// <summary>The mean cross-entropy of a batch; its gradient is dense.</summary>
    /// <param name="images">[batch, 784].</param>
    /// <param name="labels">[batch].</param>
    [Differentiable]
    public Tensor Loss(Tensor images, Labels labels)
    {
        var image = Reshape(images, -1, 1, Side, Side);
        var h1 = MaxPool2d(Relu(Conv2d(image, W1, B1, padding: 1)), 2);      // [batch, 32, 14, 14]
        var h2 = MaxPool2d(Relu(Conv2d(h1, W2, B2, padding: 1)), 2);         // [batch, 64, 7, 7]
        var h3 = Relu(Linear(Reshape(h2, -1, Features), W3, B3));
        var logits = Linear(h3, W4, B4);
        return SoftmaxCrossEntropy(logits, labels);
    }

    /// <summary>The same loss; of each example's gradient, over channels and positions together, only the entries of largest magnitude travel on.</summary>
    [Differentiable]
    public Tensor TopKLoss(Tensor images, Labels labels)
    {
        var image = Reshape(images, -1, 1, Side, Side);
        var z1 = Sparsify.TopK(Conv2d(image, W1, B1, padding: 1), Ratio, SelectionScope.PerExample);
        var h1 = MaxPool2d(Relu(z1), 2);
        var z2 = Sparsify.TopK(Conv2d(h1, W2, B2, padding: 1), Ratio, SelectionScope.PerExample);
        var h2 = MaxPool2d(Relu(z2), 2);
        var z3 = Sparsify.TopK(Linear(Reshape(h2, -1, Features), W3, B3), Ratio);
        var h3 = Relu(z3);
        var logits = Linear(h3, W4, B4);
        return SoftmaxCrossEntropy(logits, labels);
    }

    /// <summary>The same loss; of the batch's gradient, a sample drawn by magnitude travels on, scaled so that its mean is right.</summary>
    [Differentiable]
    public Tensor SampledLoss(Tensor images, Labels labels)
    {
        var image = Reshape(images, -1, 1, Side, Side);
        var z1 = Sparsify.SampledK(Conv2d(image, W1, B1, padding: 1), Ratio, SamplingSeed);
        var h1 = MaxPool2d(Relu(z1), 2);
        var z2 = Sparsify.SampledK(Conv2d(h1, W2, B2, padding: 1), Ratio, SamplingSeed);
        var h2 = MaxPool2d(Relu(z2), 2);
        var z3 = Sparsify.SampledK(Linear(Reshape(h2, -1, Features), W3, B3), Ratio, SamplingSeed);
        var h3 = Relu(z3);
        var logits = Linear(h3, W4, B4);
        return SoftmaxCrossEntropy(logits, labels);
    }

    /// <summary>What the network says about images: [batch, classes].</summary>
    public Tensor Logits(Tensor images)
    {
        var image = Reshape(images, -1, 1, Side, Side);
        var h1 = MaxPool2d(Relu(Conv2d(image, W1, B1, padding: 1)), 2);
        var h2 = MaxPool2d(Relu(Conv2d(h1, W2, B2, padding: 1)), 2);
        var h3 = Relu(Linear(Reshape(h2, -1, Features), W3, B3));
        return Linear(h3, W4, B4);
    }
}
