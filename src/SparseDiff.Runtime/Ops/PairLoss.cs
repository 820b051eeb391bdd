using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>Losses that are the mean of a function of a prediction and a target, entry by entry.</summary>
internal static class PairLoss
{
    public static Tensor Mean<TKernel>(string operation, in TKernel terms, Tensor prediction, Tensor target, Slot into)
        where TKernel : struct, IElementwise
    {
        if (!prediction.HasShapeOf(target) || prediction.Length == 0)
            throw new ShapeException($"{operation}: prediction is {prediction.ShapeText} but target is {target.ShapeText}; they must have one shape and at least one entry.");
        Broadcasting.CheckDevice(operation, prediction, target.Device);
        KernelSet kernels = prediction.Device.Kernels;
        Tensor values = Scratch.Take(prediction.Device, prediction.Shape);
        kernels.Elementwise(terms, [prediction, target], [values]);
        Tensor loss = into.Take(prediction.Device);
        kernels.SumTo(values, loss, 1f / prediction.Length, accumulate: false);
        return loss;
    }
}
