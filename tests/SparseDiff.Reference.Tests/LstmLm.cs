using static SparseDiff.Ops;

namespace SparseDiff.Tests.Reference;

/// <summary>The reference file's recurrent model, made of the runtime's modules.</summary>
public sealed partial class LstmLm(int symbols, int features, int hidden)
{
    [Parameter] public Tensor Emb { get; } = Init.Normal(0.1f, 1, symbols, features);

    public LstmCell Cell { get; } = new(features, hidden, seed: 2);

    public LinearLayer Out { get; } = new(hidden, symbols, seed: 3);

    /// <summary>The mean loss over all steps; tokens are [steps + 1, batch].</summary>
    [Differentiable]
    public Tensor Loss(Indices tokens, [NoGradient] Tensor start)
    {
        int steps = tokens.Shape[0] - 1;
        var (h, c) = (start, start);
        var loss = Mean(start);
        for (int t = 0; t < steps; t++)
        {
            (h, c) = Cell.Forward(Embedding(Emb, tokens.Row(t)), h, c);
            loss = loss + SoftmaxCrossEntropy(Out.Forward(h), tokens.Row(t + 1).AsLabels());
        }

        return loss / steps;
    }
}
