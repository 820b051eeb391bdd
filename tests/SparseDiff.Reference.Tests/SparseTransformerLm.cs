using static SparseDiff.Ops;

namespace SparseDiff.Tests.Reference;

/// <summary>The same transformer written out, with a sparsity point on the output of every linear layer but the head.</summary>
public sealed partial class SparseTransformerLm(Func<string, Tensor> parameter)
{
    [Parameter] public Tensor Tok { get; } = parameter("tok");

    [Parameter] public Tensor Pos { get; } = parameter("pos");

    [Parameter] public Tensor Ln1W { get; } = parameter("ln1_w");

    [Parameter] public Tensor Ln1B { get; } = parameter("ln1_b");

    [Parameter] public Tensor WQkv { get; } = parameter("w_qkv");

    [Parameter] public Tensor BQkv { get; } = parameter("b_qkv");

    [Parameter] public Tensor WProj { get; } = parameter("w_proj");

    [Parameter] public Tensor BProj { get; } = parameter("b_proj");

    [Parameter] public Tensor Ln2W { get; } = parameter("ln2_w");

    [Parameter] public Tensor Ln2B { get; } = parameter("ln2_b");

    [Parameter] public Tensor WFc { get; } = parameter("w_fc");

    [Parameter] public Tensor BFc { get; } = parameter("b_fc");

    [Parameter] public Tensor WFc2 { get; } = parameter("w_fc2");

    [Parameter] public Tensor BFc2 { get; } = parameter("b_fc2");

    [Parameter] public Tensor LnfW { get; } = parameter("lnf_w");

    [Parameter] public Tensor LnfB { get; } = parameter("lnf_b");

    public int Heads { get; set; } = 2;

    public int K { get; set; } = 1;

    [Differentiable]
    public Tensor Loss(Indices tokens, Labels next)
    {
        var x = Embedding(Tok, tokens) + Pos;
        var qkv = Sparsify.TopK(Linear(LayerNorm(x, Ln1W, Ln1B), WQkv, BQkv), K);
        x = x + Sparsify.TopK(Linear(SelfAttention(qkv, Heads), WProj, BProj), K);
        var fc = Sparsify.TopK(Linear(LayerNorm(x, Ln2W, Ln2B), WFc, BFc), K);
        x = x + Sparsify.TopK(Linear(GeluTanh(fc), WFc2, BFc2), K);
        return SoftmaxCrossEntropy(Linear(LayerNorm(x, LnfW, LnfB), Tok), next);
    }
}
