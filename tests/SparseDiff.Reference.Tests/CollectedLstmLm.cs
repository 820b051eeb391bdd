using static SparseDiff.Ops;

namespace SparseDiff.Tests.Reference;

/// <summary>The same model as <see cref="LstmLm"/>, which first collects the states of all steps and then goes through them.</summary>
public sealed partial class CollectedLstmLm(int symbols, int features, int hidden)
{
    [Parameter] public Tensor Emb { get; } = Init.Normal(0.1f, 1, symbols, features);

    public LstmCell Cell { get; } = new(features, hidden, seed: 2);

    public LinearLayer Out { get; } = new(hidden, symbols, seed: 3);

    /// <summary>The mean loss over all steps; tokens are [steps + 1, batch].</summary>
    [Differentiable]
    public Tensor Loss(Indices tokens, [NoGradient] Tensor start)
    {
        int steps = tokens.Shape[0] - 1;
        var states = new List<Tensor> { start };
        var c = start;
        for (int t = 0; t < steps; t++)
        {
            (var h, c) = Cell.Forward(Embedding(Emb, tokens.Row(t)), states[^1], c);
            states.Add(h);
        }

        var losses = new Tensor[steps];
        for (int t = steps; t > 0; t--)
            losses[t - 1] = SoftmaxCrossEntropy(Out.Forward(states[t]), tokens.Row(t).AsLabels());
        return Mean(Stack(losses));
    }
}
