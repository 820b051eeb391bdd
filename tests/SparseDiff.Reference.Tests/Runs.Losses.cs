namespace SparseDiff.Tests.Reference;

/// <content>Losses.</content>
internal static partial class Runs
{
    private static Dictionary<string, Run> Losses => new()
    {
        ["cross_entropy"] = (c, d) =>
        {
            Tensor y = Functions.SoftmaxCrossEntropyForward(c.T("x", d), c.L("labels", d), out Functions.SoftmaxCrossEntropySaved saved);
            Functions.SoftmaxCrossEntropyBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["mse_loss"] = Passes(nameof(Functions.MeanSquaredError), "x", "y"),
        ["cross_entropy_smoothed"] = (c, d) =>
        {
            Tensor y = Functions.SmoothedCrossEntropyForward(c.T("x", d), c.L("labels", d), c.Number("label_smoothing", 0), c.Whole("ignore_index"), out Functions.SmoothedCrossEntropySaved saved);
            Functions.SmoothedCrossEntropyBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
        ["l1_loss"] = Passes(nameof(Functions.MeanAbsoluteError), "x", "y"),
        ["huber_loss"] = (c, d) =>
        {
            Tensor y = Functions.HuberLossForward(c.T("x", d), c.T("y", d), c.Number("delta"), out Functions.HuberLossSaved saved);
            Functions.HuberLossBackward(saved, c.Cotangent(d), out Tensor dX, out Tensor dY);
            return (y, [dX, dY]);
        },
        ["bce_with_logits"] = (c, d) =>
        {
            Tensor y = Functions.SigmoidCrossEntropyForward(c.T("x", d), c.T("y", d), out Functions.SigmoidCrossEntropySaved saved);
            Functions.SigmoidCrossEntropyBackward(saved, c.Cotangent(d), out Tensor dX);
            return (y, [dX]);
        },
    };
}
