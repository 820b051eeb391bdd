namespace SparseDiff.Tests.Reference;

/// <content>Products, convolutions, attention and recurrent cells.</content>
internal static partial class Runs
{
    private static Dictionary<string, Run> Products => new()
    {
        ["linear"] = Passes(nameof(Functions.Linear), "x", "w", "b"),
        ["matmul"] = Passes(nameof(Functions.MatMul), "a", "b"),
        ["matmul_ta"] = Passes(nameof(Functions.MatMulTransposedA), "a", "b"),
        ["matmul_tb"] = Passes(nameof(Functions.MatMulTransposedB), "a", "b"),
        ["scaled_dot_product_attention"] = (c, d) =>
        {
            Tensor y = Functions.ScaledDotProductAttentionForward(c.T("q", d), c.T("k", d), c.T("v", d), c.Flag("causal"), out Functions.ScaledDotProductAttentionSaved saved);
            Functions.ScaledDotProductAttentionBackward(saved, c.Cotangent(d), out Tensor dQ, out Tensor dK, out Tensor dV);
            return (y, [dQ, dK, dV]);
        },
        ["lstm_cell"] = Passes(nameof(Functions.LstmCell), "x", "h", "c", "w_ih", "w_hh", "b_ih", "b_hh"),
        ["gru_cell"] = Passes(nameof(Functions.GruCell), "x", "h", "w_ih", "w_hh", "b_ih", "b_hh"),
        ["conv2d"] = (c, d) =>
        {
            int groups = c.Has("groups") ? (int)c.Number("groups") : 1;
            Tensor y = Functions.Conv2dForward(c.T("x", d), c.T("w", d), c.T("b", d), (int)c.Number("stride"), (int)c.Number("padding"), groups, out Functions.Conv2dSaved saved);
            Functions.Conv2dBackward(saved, c.Cotangent(d), out Tensor dX, out Tensor dW, out Tensor dB);
            return (y, [dX, dW, dB]);
        },
    };
}
