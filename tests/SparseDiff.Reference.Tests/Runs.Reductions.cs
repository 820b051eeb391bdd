namespace SparseDiff.Tests.Reference;

/// <content>Reductions, norms and pooling.</content>
internal static partial class Runs
{
    private static Dictionary<string, Run> Reductions => new()
    {
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
        ["global_avg_pool2d"] = Passes(nameof(Functions.GlobalAvgPool2d), "x"),
        ["batch_norm2d_train"] = (c, d) =>
        {
            Tensor y = Functions.BatchNormForward(c.T("x", d), c.T("w", d), c.T("b", d), c.Number("eps"), out Functions.BatchNormSaved saved);
            Functions.BatchNormBackward(saved, c.Cotangent(d), out Tensor dX, out Tensor dW, out Tensor dB);
            return (y, [dX, dW, dB]);
        },
        ["amax"] = (c, d) =>
        {
            Tensor y = Functions.MaxForward(c.T("x", d), c.Axis, c.KeepDims, out Functions.MaxSaved saved);
            Functions.MaxBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["logsumexp"] = (c, d) =>
        {
            Tensor y = Functions.LogSumExpForward(c.T("x", d), c.Axis, c.KeepDims, out Functions.LogSumExpSaved saved);
            Functions.LogSumExpBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["prod"] = (c, d) =>
        {
            Tensor y = Functions.ProductForward(c.T("x", d), c.Axis, c.KeepDims, out Functions.ProductSaved saved);
            Functions.ProductBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["var"] = (c, d) =>
        {
            Tensor y = Functions.VarianceForward(c.T("x", d), c.Axis, c.KeepDims, out Functions.VarianceSaved saved);
            Functions.VarianceBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["cumsum"] = (c, d) =>
        {
            Tensor y = Functions.CumulativeSumForward(c.T("x", d), c.Axis!.Value, out Functions.CumulativeSumSaved saved);
            Functions.CumulativeSumBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
    };
}
