using SparseDiff;
using static SparseDiff.Ops;

namespace FashionMnist;

/// <summary>As <see cref="Mlp"/>, with three hidden layers.</summary>
public sealed partial class DeepMlp(int inputs, int hidden, int classes, int seed)
{
    [Parameter] public Tensor W1 { get; } = Init.KaimingUniform(hidden, inputs, seed);       // [hidden, inputs]
    [Parameter] public Tensor B1 { get; } = Tensor.Zeros(hidden);
    [Parameter] public Tensor W2 { get; } = Init.KaimingUniform(hidden, hidden, seed + 1);   // [hidden, hidden]
    [Parameter] public Tensor B2 { get; } = Tensor.Zeros(hidden);
    [Parameter] public Tensor W3 { get; } = Init.KaimingUniform(hidden, hidden, seed + 2);   // [hidden, hidden]
    [Parameter] public Tensor B3 { get; } = Tensor.Zeros(hidden);
    [Parameter] public Tensor W4 { get; } = Init.KaimingUniform(classes, hidden, seed + 3);  // [classes, hidden]
    [Parameter] public Tensor B4 { get; } = Tensor.Zeros(classes);

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
        var h3 = Relu(Linear(h2, W3, B3));
        var logits = Linear(h3, W4, B4);
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
        var z3 = Sparsify.TopK(Linear(h2, W3, B3), Ratio);
        var h3 = Relu(z3);
        var logits = Linear(h3, W4, B4);
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
        var z3 = Sparsify.SampledK(Linear(h2, W3, B3), Ratio, SamplingSeed);
        var h3 = Relu(z3);
        var logits = Linear(h3, W4, B4);
        return SoftmaxCrossEntropy(logits, labels);
    }

    /// <summary>What the network says about images: [batch, classes].</summary>
    public Tensor Logits(Tensor images)
    {
        var h1 = Relu(Linear(images, W1, B1));
        var h2 = Relu(Linear(h1, W2, B2));
        var h3 = Relu(Linear(h2, W3, B3));
        return Linear(h3, W4, B4);
    }
}
