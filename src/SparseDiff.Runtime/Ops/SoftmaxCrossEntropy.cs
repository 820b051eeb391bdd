using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The mean over all examples of -log softmax(logits)[label].</summary>
    /// <param name="logits">[..., classes].</param>
    /// <param name="labels">One class for each row of the logits.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>A scalar, in nats.</returns>
    /// <exception cref="ShapeException">There is not one label for each row, or there are no rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class.</exception>
    [return: Shape("")]
    public static Tensor SoftmaxCrossEntropy(Tensor logits, Labels labels, Slot into = default)
    {
        if (logits.Rank < 1 || logits.Length == 0 || logits.Rows != labels.Count)
            throw new ShapeException($"SoftmaxCrossEntropy: logits is {logits.ShapeText} and there are {labels.Count} labels; there must be one label for each row, and at least one row.");
        if (labels.Smallest < 0 || labels.Largest >= logits.Columns)
        {
            int wrong = labels.Smallest < 0 ? labels.Smallest : labels.Largest;
            throw new ArgumentOutOfRangeException(nameof(labels), wrong, $"SoftmaxCrossEntropy: a label is {wrong}, but logits {logits.ShapeText} have classes 0 to {logits.Columns - 1}.");
        }

        Broadcasting.CheckDevice(nameof(SoftmaxCrossEntropy), logits, labels.Device);
        Tensor loss = into.Take(logits.Device);
        logits.Device.Kernels.CrossEntropy(logits.AsMatrix(), labels, loss);
        return loss;
    }

    /// <summary>dLogits = dY / rows · (softmax(logits) - onehot(labels)).</summary>
    [VjpOf(nameof(SoftmaxCrossEntropy), "logits")]
    public static Tensor SoftmaxCrossEntropyVjpLogits(Tensor logits, Labels labels, Tensor dY, Slot into = default)
    {
        Tensor dLogits = into.TakeLike(logits);
        logits.Device.Kernels.CrossEntropyVjp(logits.AsMatrix(), labels, dY, dLogits.AsMatrix());
        return dLogits;
    }
}
