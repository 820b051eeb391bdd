namespace SparseDiff.Tests.Reference;

/// <summary>How to run each operation of the reference file with its generated passes: the result, and the gradients in the order of the inputs.</summary>
internal static class Runs
{
    public delegate (Tensor Y, Tensor[] Gradients) Run(OperationCase on, Device device);

    /// <summary>Operations of the file that come with later versions.</summary>
    public static readonly string[] Later =
    [
        "elu", "sin", "cos", "rsqrt", "reciprocal", "erf", "clamp", "maximum", "minimum", "where", "amax", "logsumexp", "var", "prod", "l1_loss", "huber_loss",
        "bce_with_logits", "cumsum",
    ];

    public static Run? Find(OperationCase @case) => @case.Operation switch
    {
        "cross_entropy" when @case.Has("label_smoothing") || @case.Has("ignore_index") => Table["cross_entropy_smoothed"],
        "matmul" or "matmul_batched" => @case.Flag("transpose_a") ? Table["matmul_ta"] : @case.Flag("transpose_b") ? Table["matmul_tb"] : Table["matmul"],
        "gelu" => Table[@case.Attributes.Contains("tanh", StringComparison.Ordinal) ? "gelu_tanh" : "gelu"],
        var name => Table.GetValueOrDefault(name),
    };

    private static readonly Dictionary<string, Run> Table = new()
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
        ["relu"] = (c, d) =>
        {
            Tensor y = Functions.ReluForward(c.T("x", d), out Functions.ReluSaved saved);
            Functions.ReluBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["sigmoid"] = (c, d) =>
        {
            Tensor y = Functions.SigmoidForward(c.T("x", d), out Functions.SigmoidSaved saved);
            Functions.SigmoidBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["tanh"] = (c, d) =>
        {
            Tensor y = Functions.TanhForward(c.T("x", d), out Functions.TanhSaved saved);
            Functions.TanhBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["exp"] = (c, d) =>
        {
            Tensor y = Functions.ExpForward(c.T("x", d), out Functions.ExpSaved saved);
            Functions.ExpBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["silu"] = (c, d) =>
        {
            Tensor y = Functions.SiluForward(c.T("x", d), out Functions.SiluSaved saved);
            Functions.SiluBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["softplus"] = (c, d) =>
        {
            Tensor y = Functions.SoftplusForward(c.T("x", d), out Functions.SoftplusSaved saved);
            Functions.SoftplusBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["abs"] = (c, d) =>
        {
            Tensor y = Functions.AbsForward(c.T("x", d), out Functions.AbsSaved saved);
            Functions.AbsBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["neg"] = (c, d) =>
        {
            Tensor y = Functions.NegateForward(c.T("x", d), out Functions.NegateSaved saved);
            Functions.NegateBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["square"] = (c, d) =>
        {
            Tensor y = Functions.SquareForward(c.T("x", d), out Functions.SquareSaved saved);
            Functions.SquareBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["log"] = (c, d) =>
        {
            Tensor y = Functions.LogForward(c.T("x", d), out Functions.LogSaved saved);
            Functions.LogBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["sqrt"] = (c, d) =>
        {
            Tensor y = Functions.SqrtForward(c.T("x", d), out Functions.SqrtSaved saved);
            Functions.SqrtBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["gelu"] = (c, d) =>
        {
            Tensor y = Functions.GeluForward(c.T("x", d), out Functions.GeluSaved saved);
            Functions.GeluBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["gelu_tanh"] = (c, d) =>
        {
            Tensor y = Functions.GeluTanhForward(c.T("x", d), out Functions.GeluTanhSaved saved);
            Functions.GeluTanhBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["transpose"] = (c, d) =>
        {
            Tensor y = Functions.TransposeForward(c.T("x", d), out Functions.TransposeSaved saved);
            Functions.TransposeBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["add"] = (c, d) =>
        {
            Tensor y = Functions.AddForward(c.T("a", d), c.T("b", d), out Functions.AddSaved saved);
            Functions.AddBackward(saved, c.Cotangent(d), out Tensor dA, out Tensor dB);
            return (y, [dA, dB]);
        },
        ["sub"] = (c, d) =>
        {
            Tensor y = Functions.SubtractForward(c.T("a", d), c.T("b", d), out Functions.SubtractSaved saved);
            Functions.SubtractBackward(saved, c.Cotangent(d), out Tensor dA, out Tensor dB);
            return (y, [dA, dB]);
        },
        ["mul"] = (c, d) =>
        {
            Tensor y = Functions.MultiplyForward(c.T("a", d), c.T("b", d), out Functions.MultiplySaved saved);
            Functions.MultiplyBackward(saved, c.Cotangent(d), out Tensor dA, out Tensor dB);
            return (y, [dA, dB]);
        },
        ["div"] = (c, d) =>
        {
            Tensor y = Functions.DivideForward(c.T("a", d), c.T("b", d), out Functions.DivideSaved saved);
            Functions.DivideBackward(saved, c.Cotangent(d), out Tensor dA, out Tensor dB);
            return (y, [dA, dB]);
        },
        ["leaky_relu"] = (c, d) =>
        {
            Tensor y = Functions.LeakyReluForward(c.T("x", d), c.Number("negative_slope"), out Functions.LeakyReluSaved saved);
            Functions.LeakyReluBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["pow"] = (c, d) =>
        {
            Tensor y = Functions.PowForward(c.T("x", d), c.Number("exponent"), out Functions.PowSaved saved);
            Functions.PowBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["sum"] = (c, d) =>
        {
            Tensor y = Functions.SumForward(c.T("x", d), c.Axis, c.KeepDims, out Functions.SumSaved saved);
            Functions.SumBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["mean"] = (c, d) =>
        {
            Tensor y = Functions.MeanForward(c.T("x", d), c.Axis, c.KeepDims, out Functions.MeanSaved saved);
            Functions.MeanBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["softmax"] = (c, d) =>
        {
            Tensor y = Functions.SoftmaxForward(c.T("x", d), c.Axis!.Value, out Functions.SoftmaxSaved saved);
            Functions.SoftmaxBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["log_softmax"] = (c, d) =>
        {
            Tensor y = Functions.LogSoftmaxForward(c.T("x", d), c.Axis!.Value, out Functions.LogSoftmaxSaved saved);
            Functions.LogSoftmaxBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["cross_entropy"] = (c, d) =>
        {
            Tensor y = Functions.SoftmaxCrossEntropyForward(c.T("x", d), c.L("labels", d), out Functions.SoftmaxCrossEntropySaved saved);
            Functions.SoftmaxCrossEntropyBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["mse_loss"] = (c, d) =>
        {
            Tensor y = Functions.MeanSquaredErrorForward(c.T("x", d), c.T("y", d), out Functions.MeanSquaredErrorSaved saved);
            Functions.MeanSquaredErrorBackward(saved, c.Cotangent(d), out Tensor dX, out Tensor dY);
            return (y, [dX, dY]);
        },
        ["reshape"] = (c, d) =>
        {
            Tensor y = Functions.ReshapeForward(c.T("x", d), 2, out Functions.ReshapeSaved saved);
            Functions.ReshapeBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["cross_entropy_smoothed"] = (c, d) =>
        {
            Tensor y = Functions.SmoothedCrossEntropyForward(c.T("x", d), c.L("labels", d), c.Number("label_smoothing", 0), c.Whole("ignore_index"), out Functions.SmoothedCrossEntropySaved saved);
            Functions.SmoothedCrossEntropyBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["layer_norm"] = (c, d) =>
        {
            Tensor y = Functions.LayerNormForward(c.T("x", d), c.T("w", d), c.T("b", d), c.Number("eps"), out Functions.LayerNormSaved saved);
            Functions.LayerNormBackward(saved, c.Cotangent(d), out Tensor dX, out Tensor dW, out Tensor dB);
            return (y, [dX, dW, dB]);
        },
        ["rms_norm"] = (c, d) =>
        {
            Tensor y = Functions.RmsNormForward(c.T("x", d), c.T("w", d), c.Number("eps"), out Functions.RmsNormSaved saved);
            Functions.RmsNormBackward(saved, c.Cotangent(d), out Tensor dX, out Tensor dW);
            return (y, [dX, dW]);
        },
        ["embedding"] = (c, d) =>
        {
            Tensor y = Functions.EmbeddingForward(c.T("w", d), c.I("indices", d), out Functions.EmbeddingSaved saved);
            Functions.EmbeddingBackward(saved, c.Cotangent(d), out Tensor dW);
            return (y, [dW]);
        },
        ["gather_rows"] = (c, d) =>
        {
            Tensor y = Functions.GatherRowsForward(c.T("x", d), c.I("indices", d), out Functions.GatherRowsSaved saved);
            Functions.GatherRowsBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["permute"] = (c, d) =>
        {
            Tensor y = Functions.PermuteForward(c.T("x", d), out Functions.PermuteSaved saved);
            Functions.PermuteBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["slice"] = (c, d) =>
        {
            Tensor y = Functions.SliceForward(c.T("x", d), c.Axis!.Value, c.Whole("start")!.Value, c.Whole("end")!.Value, out Functions.SliceSaved saved);
            Functions.SliceBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["concat"] = (c, d) =>
        {
            Tensor y = Functions.ConcatForward(c.T("a", d), c.T("b", d), c.Axis!.Value, out Functions.ConcatSaved saved);
            Functions.ConcatBackward(saved, c.Cotangent(d), out Tensor dA, out Tensor dB);
            return (y, [dA, dB]);
        },
        ["stack"] = (c, d) =>
        {
            Tensor y = Functions.StackForward(c.T("a", d), c.T("b", d), c.Axis!.Value, out Functions.StackSaved saved);
            Functions.StackBackward(saved, c.Cotangent(d), out Tensor dA, out Tensor dB);
            return (y, [dA, dB]);
        },
        ["broadcast_to"] = (c, d) =>
        {
            Tensor y = Functions.BroadcastToForward(c.T("x", d), 3, out Functions.BroadcastToSaved saved);
            Functions.BroadcastToBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
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
        ["max_pool2d"] = (c, d) =>
        {
            Tensor y = Functions.MaxPool2dForward(c.T("x", d), (int)c.Number("kernel"), (int)c.Number("stride"), c.Has("padding") ? 1 : 0, out Functions.MaxPool2dSaved saved);
            Functions.MaxPool2dBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["avg_pool2d"] = (c, d) =>
        {
            Tensor y = Functions.AvgPool2dForward(c.T("x", d), (int)c.Number("kernel"), (int)c.Number("stride"), 0, out Functions.AvgPool2dSaved saved);
            Functions.AvgPool2dBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["global_avg_pool2d"] = (c, d) =>
        {
            Tensor y = Functions.GlobalAvgPool2dForward(c.T("x", d), out Functions.GlobalAvgPool2dSaved saved);
            Functions.GlobalAvgPool2dBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["batch_norm2d_train"] = (c, d) =>
        {
            Tensor y = Functions.BatchNormForward(c.T("x", d), c.T("w", d), c.T("b", d), c.Number("eps"), out Functions.BatchNormSaved saved);
            Functions.BatchNormBackward(saved, c.Cotangent(d), out Tensor dX, out Tensor dW, out Tensor dB);
            return (y, [dX, dW, dB]);
        },
    };
}
