using static SparseDiff.Ops;

namespace SparseDiff.Tests.Reference;

/// <summary>The reference file's transformer, made of the runtime's modules: one block, and a head that shares the embedding's weights.</summary>
public sealed partial class TransformerLm(int symbols, int features, int heads, int context)
{
    [Parameter] public Tensor Tok { get; } = Init.Normal(0.02f, 1, symbols, features);

    [Parameter] public Tensor Pos { get; } = Init.Normal(0.02f, 2, context, features);

    public TransformerBlock Block { get; } = new(features, heads, seed: 3);

    public LayerNormLayer Norm { get; } = new(features);

    [Differentiable]
    public Tensor Loss(Indices tokens, Labels next)
    {
        var x = Embedding(Tok, tokens) + Pos;
        return SoftmaxCrossEntropy(Linear(Norm.Forward(Block.Forward(x)), Tok), next);
    }
}
