using SparseDiff;
using static SparseDiff.Ops;

namespace FashionMnist;

/// <summary>
/// The network of this sample, 784-512-512-10 unless told otherwise, with the same loss three times: its gradient whole,
/// and sparse behind both hidden layers in two ways.
/// </summary>
/// <remarks>The build writes forward and backward passes for each; the program's last line says where to read them.</remarks>
public sealed partial class Mlp(int inputs, int hidden, int classes, int seed)
{
    [Parameter] public Tensor W1 { get; } = Init.KaimingUniform(hidden, inputs, seed);       // [hidden, inputs]
    [Parameter] public Tensor B1 { get; } = Tensor.Zeros(hidden);
    [Parameter] public Tensor W2 { get; } = Init.KaimingUniform(hidden, hidden, seed + 1);   // [hidden, hidden]
    [Parameter] public Tensor B2 { get; } = Tensor.Zeros(hidden);
    [Parameter] public Tensor W3 { get; } = Init.KaimingUniform(classes, hidden, seed + 2);  // [classes, hidden]
    [Parameter] public Tensor B3 { get; } = Tensor.Zeros(classes);

    /// <summary>The share of gradient entries that pass a sparsity point.</summary>
    public float Ratio { get; set; } = 0.05f;

    /// <summary>Seeds what <see cref="SampledLoss"/> draws.</summary>
    public int SamplingSeed { get; set; } = seed;

    /// <summary>The mean cross-entropy of a batch; its gradient is dense.</summary>
    /// <param name="images">[batch, inputs].</param>
    /// <param name="labels">[batch].</param>
    [Differentiable]
    public Tensor Loss(Tensor images, Labels labels)
    {
        var h1 = Relu(Linear(images, W1, B1));
        var h2 = Relu(Linear(h1, W2, B2));
        var logits = Linear(h2, W3, B3);
        return SoftmaxCrossEntropy(logits, labels);
    }

    /// <summary>The same loss; of each example's gradient, only the entries of largest magnitude travel on.</summary>
    [Differentiable]
    public Tensor TopKLoss(Tensor images, Labels labels)
    {
        var z1 = Sparsify.TopK(Linear(images, W1, B1), Ratio);
        var h1 = Relu(z1);
        var z2 = Sparsify.TopK(Linear(h1, W2, B2), Ratio);
        var h2 = Relu(z2);
        var logits = Linear(h2, W3, B3);
        return SoftmaxCrossEntropy(logits, labels);
    }

    /// <summary>The same loss; of the batch's gradient, a sample drawn by magnitude travels on, scaled so that its mean is right.</summary>
    [Differentiable]
    public Tensor SampledLoss(Tensor images, Labels labels)
    {
        var z1 = Sparsify.SampledK(Linear(images, W1, B1), Ratio, SamplingSeed);
        var h1 = Relu(z1);
        var z2 = Sparsify.SampledK(Linear(h1, W2, B2), Ratio, SamplingSeed);
        var h2 = Relu(z2);
        var logits = Linear(h2, W3, B3);
        return SoftmaxCrossEntropy(logits, labels);
    }

    /// <summary>What the network says about images: [batch, classes].</summary>
    public Tensor Logits(Tensor images)
    {
        var h1 = Relu(Linear(images, W1, B1));
        var h2 = Relu(Linear(h1, W2, B2));
        return Linear(h2, W3, B3);
    }
}
