using SparseDiff;
using static SparseDiff.Ops;

namespace FineTune;

/// <summary>A GPT whose weights are frozen, with adapters of low rank in its blocks. The names are those of <see cref="Gpt"/>, and the adapters'.</summary>
public sealed partial class LoraGpt(int symbols, int context, int width, int heads, int depth, int rank, int seed)
{
    [Parameter, NoGradient] public Tensor Tokens { get; } = Tensor.Zeros(symbols, width);
    [Parameter, NoGradient] public Tensor Positions { get; } = Tensor.Zeros(context, width);

    public IReadOnlyList<LoraBlock> Blocks { get; } = [.. Enumerable.Range(1, depth).Select(i => new LoraBlock(width, heads, rank, seed + (10 * i)))];

    [Parameter, NoGradient] public Tensor NormW { get; } = Tensor.Zeros(width);
    [Parameter, NoGradient] public Tensor NormB { get; } = Tensor.Zeros(width);

    /// <summary>The mean cross-entropy of the next tokens, in nats.</summary>
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
