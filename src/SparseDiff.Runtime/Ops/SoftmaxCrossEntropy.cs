using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The mean over all examples of -log softmax(logits)[label].</summary>
    /// <param name="logits">[..., classes].</param>
    /// <param name="labels">One class for each row of the logits.</param>
    /// <param name="labelSmoothing">The share of the target that is spread over all classes, 0 to 1 (Szegedy et al., arXiv 1512.00567).</param>
    /// <param name="ignoreIndex">A label whose rows do not count, such as that of padding; the mean is over the others.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>A scalar, in nats.</returns>
    /// <exception cref="ShapeException">There is not one label for each row, or no row counts.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class, or the smoothing not in [0, 1].</exception>
    [return: Shape("")]
    public static Tensor SoftmaxCrossEntropy(Tensor logits, Labels labels, float labelSmoothing = 0, int? ignoreIndex = null, Slot into = default)
    {
        if (logits.Rank < 1 || logits.Length == 0 || logits.Rows != labels.Count)
            throw new ShapeException($"SoftmaxCrossEntropy: logits is {logits.ShapeText} and there are {labels.Count} labels; there must be one label for each row, and at least one row.");
        if (!(labelSmoothing >= 0 && labelSmoothing <= 1))
            throw new ArgumentOutOfRangeException(nameof(labelSmoothing), labelSmoothing, "SoftmaxCrossEntropy: labelSmoothing must lie in [0, 1].");
        foreach (int label in labels.Smallest < 0 || labels.Largest >= logits.Columns ? labels.Values : [])
        {
            if ((uint)label >= (uint)logits.Columns && label != ignoreIndex)
                throw new ArgumentOutOfRangeException(nameof(labels), label, $"SoftmaxCrossEntropy: a label is {label}, but logits {logits.ShapeText} have classes 0 to {logits.Columns - 1}.");
        }

        Broadcasting.CheckDevice(nameof(SoftmaxCrossEntropy), logits, labels.Device);
        LabelTargets targets = LabelTargets.Of(labels, labelSmoothing, ignoreIndex);
        if (targets.Counted == 0)
            throw new ShapeException($"SoftmaxCrossEntropy: all {labels.Count} labels are {ignoreIndex}, which is ignored; there is no mean of no rows.");
        Tensor loss = into.Take(logits.Device);
        logits.Device.Kernels.CrossEntropy(logits.AsMatrix(), labels, targets, loss);
        return loss;
    }

    /// <summary>dLogits = dY / counted rows · (softmax(logits) - target), with the target 1 at the label but for the smoothing.</summary>
    [VjpOf(nameof(SoftmaxCrossEntropy), "logits")]
    public static Tensor SoftmaxCrossEntropyVjpLogits(
        Tensor logits, Labels labels, Tensor dY, float labelSmoothing = 0, int? ignoreIndex = null, Slot into = default)
    {
        Tensor dLogits = into.TakeLike(logits);
        LabelTargets targets = LabelTargets.Of(labels, labelSmoothing, ignoreIndex);
        logits.Device.Kernels.CrossEntropyVjp(logits.AsMatrix(), labels, targets, dY, dLogits.AsMatrix());
        return dLogits;
    }
}
