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

    public ISelection<SparseRows> Masked { get; } = new MaskedColumns();

    [Differentiable]
    public Tensor Loss(Indices tokens, [NoGradient] Tensor start)
    {
        int steps = tokens.Shape[0] - 1;
        var (h, c) = (start, start);
        var loss = Mean(start);
        for (int t = 0; t < steps; t++)
        {
            var gates = LstmGates(Sparsify.TopK(Linear(Embedding(Emb, tokens.Row(t)), WIh, B) + Linear(h, WHh), K));
            c = LstmMemory(gates, c);
            h = LstmOutput(gates, c);
            loss = loss + SoftmaxCrossEntropy(Linear(h, WOut, BOut), tokens.Row(t + 1).AsLabels());
        }

        return loss / steps;
    }

    [Differentiable]
    public Tensor ColumnsLoss(Indices tokens, [NoGradient] Tensor start)
    {
        int steps = tokens.Shape[0] - 1;
        var (h, c) = (start, start);
        var loss = Mean(start);
        for (int t = 0; t < steps; t++)
        {
            var gates = LstmGates(Sparsify.TopK(Linear(Embedding(Emb, tokens.Row(t)), WIh, B) + Linear(h, WHh), K, SelectionScope.Columns));
            c = LstmMemory(gates, c);
            h = LstmOutput(gates, c);
            loss = loss + SoftmaxCrossEntropy(Linear(h, WOut, BOut), tokens.Row(t + 1).AsLabels());
        }

        return loss / steps;
    }

    [Differentiable]
    public Tensor MaskedLoss(Indices tokens, [NoGradient] Tensor start)
    {
        int steps = tokens.Shape[0] - 1;
        var (h, c) = (start, start);
        var loss = Mean(start);
        for (int t = 0; t < steps; t++)
        {
            var gates = LstmGates(Sparsify.By(Linear(Embedding(Emb, tokens.Row(t)), WIh, B) + Linear(h, WHh), Masked));
            c = LstmMemory(gates, c);
            h = LstmOutput(gates, c);
            loss = loss + SoftmaxCrossEntropy(Linear(h, WOut, BOut), tokens.Row(t + 1).AsLabels());
        }

        return loss / steps;
    }
}
