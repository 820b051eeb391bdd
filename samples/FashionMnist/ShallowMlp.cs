using SparseDiff;
using static SparseDiff.Ops;

namespace FashionMnist;

/// <summary>As <see cref="Mlp"/>, with one hidden layer.</summary>
public sealed partial class ShallowMlp(int inputs, int hidden, int classes, int seed)
{
    [Parameter] public Tensor W1 { get; } = Init.KaimingUniform(hidden, inputs, seed);       // [hidden, inputs]
    [Parameter] public Tensor B1 { get; } = Tensor.Zeros(hidden);
    [Parameter] public Tensor W2 { get; } = Init.KaimingUniform(classes, hidden, seed + 1);  // [classes, hidden]
    [Parameter] public Tensor B2 { get; } = Tensor.Zeros(classes);

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
        var logits = Linear(h1, W2, B2);
        return SoftmaxCrossEntropy(logits, labels);
    }

    /// <summary>The same loss; of each example's gradient, only the entries of largest magnitude travel on.</summary>
    [Differentiable]
    public Tensor TopKLoss(Tensor images, Labels labels)
    {
        var z1 = Sparsify.TopK(Linear(images, W1, B1), Ratio);
        var h1 = Relu(z1);
        var logits = Linear(h1, W2, B2);
        return SoftmaxCrossEntropy(logits, labels);
    }

    /// <summary>The same loss; of the batch's gradient, a sample drawn by magnitude travels on, scaled so that its mean is right.</summary>
    [Differentiable]
    public Tensor SampledLoss(Tensor images, Labels labels)
    {
        var z1 = Sparsify.SampledK(Linear(images, W1, B1), Ratio, SamplingSeed);
        var h1 = Relu(z1);
        var logits = Linear(h1, W2, B2);
        return SoftmaxCrossEntropy(logits, labels);
    }

    /// <summary>What the network says about images: [batch, classes].</summary>
    public Tensor Logits(Tensor images)
    {
        var h1 = Relu(Linear(images, W1, B1));
        return Linear(h1, W2, B2);
    }
}
