namespace SparseDiff.Tests.Reference;

/// <content>Products, convolutions, attention and recurrent cells.</content>
internal static partial class Runs
{
    private static Dictionary<string, Run> Products => new()
    {
        ["linear"] = (c, d) =>
        {
            Tensor y = Functions.LinearForward(c.T("x", d), c.T("w", d), c.T("b", d), out Functions.LinearSaved saved);
            Functions.LinearBackward(saved, c.Cotangent(d), out Tensor dX, out Tensor dW, out Tensor dB);
            return (y, [dX, dW, dB]);
        },
        ["matmul"] = (c, d) =>
        {
            Tensor y = Functions.MatMulForward(c.T("a", d), c.T("b", d), out Functions.MatMulSaved saved);
            Functions.MatMulBackward(saved, c.Cotangent(d), out Tensor dA, out Tensor dB);
            return (y, [dA, dB]);
        },
        ["matmul_ta"] = (c, d) =>
        {
            Tensor y = Functions.MatMulTransposedAForward(c.T("a", d), c.T("b", d), out Functions.MatMulTransposedASaved saved);
            Functions.MatMulTransposedABackward(saved, c.Cotangent(d), out Tensor dA, out Tensor dB);
            return (y, [dA, dB]);
        },
        ["matmul_tb"] = (c, d) =>
        {
            Tensor y = Functions.MatMulTransposedBForward(c.T("a", d), c.T("b", d), out Functions.MatMulTransposedBSaved saved);
            Functions.MatMulTransposedBBackward(saved, c.Cotangent(d), out Tensor dA, out Tensor dB);
            return (y, [dA, dB]);
        },
        ["scaled_dot_product_attention"] = (c, d) =>
        {
            Tensor y = Functions.ScaledDotProductAttentionForward(c.T("q", d), c.T("k", d), c.T("v", d), c.Flag("causal"), out Functions.ScaledDotProductAttentionSaved saved);
            Functions.ScaledDotProductAttentionBackward(saved, c.Cotangent(d), out Tensor dQ, out Tensor dK, out Tensor dV);
            return (y, [dQ, dK, dV]);
        },
        ["lstm_cell"] = (c, d) =>
        {
            Tensor y = Functions.LstmCellForward(c.T("x", d), c.T("h", d), c.T("c", d), c.T("w_ih", d), c.T("w_hh", d), c.T("b_ih", d), c.T("b_hh", d), out Functions.LstmCellSaved saved);
            Functions.LstmCellBackward(saved, c.Cotangent(d), out Tensor dX, out Tensor dH, out Tensor dC, out Tensor dWIh, out Tensor dWHh, out Tensor dBIh, out Tensor dBHh);
            return (y, [dX, dH, dC, dWIh, dWHh, dBIh, dBHh]);
        },
        ["gru_cell"] = (c, d) =>
        {
            Tensor y = Functions.GruCellForward(c.T("x", d), c.T("h", d), c.T("w_ih", d), c.T("w_hh", d), c.T("b_ih", d), c.T("b_hh", d), out Functions.GruCellSaved saved);
            Functions.GruCellBackward(saved, c.Cotangent(d), out Tensor dX, out Tensor dH, out Tensor dWIh, out Tensor dWHh, out Tensor dBIh, out Tensor dBHh);
            return (y, [dX, dH, dWIh, dWHh, dBIh, dBHh]);
        },
        ["conv2d"] = (c, d) =>
        {
            int groups = c.Has("groups") ? (int)c.Number("groups") : 1;
            Tensor y = Functions.Conv2dForward(c.T("x", d), c.T("w", d), c.T("b", d), (int)c.Number("stride"), (int)c.Number("padding"), groups, out Functions.Conv2dSaved saved);
            Functions.Conv2dBackward(saved, c.Cotangent(d), out Tensor dX, out Tensor dW, out Tensor dB);
            return (y, [dX, dW, dB]);
        },
    };
}
