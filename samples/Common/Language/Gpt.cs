using SparseDiff;
using static SparseDiff.Ops;

namespace Samples.Language;

/// <summary>A small GPT (Radford et al. 2019): blocks of causal attention over tokens. It reads tokens and expects the next one at each.</summary>
/// <param name="symbols">How many tokens there are.</param>
/// <param name="context">How many of them the model sees at most.</param>
/// <param name="width">The numbers of a position.</param>
/// <param name="heads">Heads of each block's attention.</param>
/// <param name="depth">How many blocks there are.</param>
/// <param name="seed">Seeds the weights, and what is drawn.</param>
public sealed partial class Gpt(int symbols, int context, int width, int heads, int depth, int seed)
{
    [Parameter] public Tensor Tokens { get; } = Init.Normal(0.02f, seed, symbols, width);       // also the last layer's weights
    [Parameter] public Tensor Positions { get; } = Init.Normal(0.02f, seed + 1, context, width);

    public IReadOnlyList<Block> Blocks { get; } = [.. Enumerable.Range(1, depth).Select(i => new Block(width, heads, depth, seed + (10 * i)))];

    [Parameter] public Tensor NormW { get; } = Tensor.Full(1, width);
    [Parameter] public Tensor NormB { get; } = Tensor.Zeros(width);

    /// <summary>The share of gradient entries that pass a sparsity point.</summary>
    public float Ratio { get; set; } = 1;

    /// <summary>The mean cross-entropy of the next tokens, in nats; its gradient is dense.</summary>
    /// <param name="tokens">[batch, positions].</param>
    /// <param name="next">[batch · positions].</param>
    [Differentiable]
    public Tensor Loss(Indices tokens, Labels next)
    {
        var x = Embedding(Tokens, tokens) + Slice(Positions, 0, 0, tokens.Shape[1]);
        foreach (var block in Blocks)
            x = block.Forward(x);
        return SoftmaxCrossEntropy(Linear(LayerNorm(x, NormW, NormB), Tokens), next);
    }

    /// <summary>The same loss; the blocks let only the largest entries of each position's gradient pass.</summary>
    [Differentiable]
    public Tensor TopKLoss(Indices tokens, Labels next)
    {
        var x = Embedding(Tokens, tokens) + Slice(Positions, 0, 0, tokens.Shape[1]);
        foreach (var block in Blocks)
            x = block.ForwardTopK(x, Ratio);
        return SoftmaxCrossEntropy(Linear(LayerNorm(x, NormW, NormB), Tokens), next);
    }

    /// <summary>The same loss; the blocks let a sample of the gradient pass.</summary>
    [Differentiable]
    public Tensor SampledLoss(Indices tokens, Labels next)
    {
        var x = Embedding(Tokens, tokens) + Slice(Positions, 0, 0, tokens.Shape[1]);
        foreach (var block in Blocks)
            x = block.ForwardSampled(x, Ratio);
        return SoftmaxCrossEntropy(Linear(LayerNorm(x, NormW, NormB), Tokens), next);
    }

    /// <summary>What the model expects behind the last of some tokens: [1, symbols].</summary>
    /// <param name="tokens">[1, n], n at most the context.</param>
    public Tensor Next(Indices tokens)
    {
        var x = Embedding(Tokens, tokens) + Positions.Slice(0, tokens.Count);
        foreach (var block in Blocks) x = block.Forward(x);
        var last = x.View(tokens.Count, width).Slice(tokens.Count - 1, 1);
        return Linear(LayerNorm(last, NormW, NormB), Tokens);
    }
}
