using static SparseDiff.Ops;

namespace SparseDiff.Tests.Reference;

/// <summary>The same recurrent model written out, with a sparsity point on the gates' pre-activations of every step.</summary>
public sealed partial class SparseLstmLm(Func<string, Tensor> parameter)
{
    [Parameter] public Tensor Emb { get; } = parameter("emb");

    [Parameter] public Tensor WIh { get; } = parameter("w_ih");

    [Parameter] public Tensor WHh { get; } = parameter("w_hh");

    [Parameter] public Tensor B { get; } = parameter("b");

    [Parameter] public Tensor WOut { get; } = parameter("w_out");

    [Parameter] public Tensor BOut { get; } = parameter("b_out");

    public int K { get; set; } = 1;

    [Differentiable]
    public Tensor Loss(Indices tokens, [NoGradient] Tensor start)
    {
        int steps = tokens.Shape[0] - 1;
        var (h, c) = (start, start);
        var loss = Mean(start);
        var z0 = Sparsify.TopK(Linear(Embedding(Emb, tokens.Row(0)), WIh, B) + Linear(h, WHh), K);
        c = LstmMemory(z0, c);
        h = LstmOutput(z0, c);
        loss = loss + SoftmaxCrossEntropy(Linear(h, WOut, BOut), tokens.Row(1).AsLabels());
        var z1 = Sparsify.TopK(Linear(Embedding(Emb, tokens.Row(1)), WIh, B) + Linear(h, WHh), K);
        c = LstmMemory(z1, c);
        h = LstmOutput(z1, c);
        loss = loss + SoftmaxCrossEntropy(Linear(h, WOut, BOut), tokens.Row(2).AsLabels());
        var z2 = Sparsify.TopK(Linear(Embedding(Emb, tokens.Row(2)), WIh, B) + Linear(h, WHh), K);
        c = LstmMemory(z2, c);
        h = LstmOutput(z2, c);
        loss = loss + SoftmaxCrossEntropy(Linear(h, WOut, BOut), tokens.Row(3).AsLabels());
        var z3 = Sparsify.TopK(Linear(Embedding(Emb, tokens.Row(3)), WIh, B) + Linear(h, WHh), K);
        c = LstmMemory(z3, c);
        h = LstmOutput(z3, c);
        loss = loss + SoftmaxCrossEntropy(Linear(h, WOut, BOut), tokens.Row(4).AsLabels());
        var z4 = Sparsify.TopK(Linear(Embedding(Emb, tokens.Row(4)), WIh, B) + Linear(h, WHh), K);
        c = LstmMemory(z4, c);
        h = LstmOutput(z4, c);
        loss = loss + SoftmaxCrossEntropy(Linear(h, WOut, BOut), tokens.Row(5).AsLabels());
        return loss / steps;
    }
}
