using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The mean over all entries of -t log σ(x) - (1 - t) log(1 - σ(x)): binary cross-entropy of logits x with targets t in [0, 1].</summary>
    /// <param name="prediction">Any shape.</param>
    /// <param name="target">The same shape.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeException">The shapes differ, or there are no entries.</exception>
    [return: Shape("")]
    public static Tensor SigmoidCrossEntropy([Shape("...")] Tensor prediction, [Shape("...")] Tensor target, Slot into = default) =>
        PairLoss.Mean(nameof(SigmoidCrossEntropy), default(LogisticLoss), prediction, target, into);

    /// <summary>dPrediction = dY / n · (σ(x) - t).</summary>
    [VjpOf(nameof(SigmoidCrossEntropy), "prediction")]
    public static Tensor SigmoidCrossEntropyVjpPrediction(Tensor prediction, Tensor target, Tensor dY, Slot into = default) =>
        Elementwise.Map(new LogisticSlope(1f / prediction.Length), [prediction, target, dY], into);

    /// <summary>dTarget = -dY / n · x.</summary>
    [VjpOf(nameof(SigmoidCrossEntropy), "target")]
    public static Tensor SigmoidCrossEntropyVjpTarget(Tensor prediction, Tensor dY, Slot into = default) =>
        Elementwise.Map(new ScaledProduct(-1f / prediction.Length), [prediction, dY], into);

    /// <summary>log(1 + e^x) - t x.</summary>
    public readonly struct LogisticLoss : IElementwise
    {
        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V> => at.Write(0, Lanes.Softplus.Apply(at.Read(0)) - (at.Read(1) * at.Read(0)));
    }

    /// <summary>scale · (σ(x) - t) · c.</summary>
    public readonly struct LogisticSlope(float scale) : IElementwise
    {
        private readonly float scale = scale;

        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V> => at.Write(0, V.Constant(scale) * (Lanes.Sigmoid.Apply(at.Read(0)) - at.Read(1)) * at.Read(2));
    }

    /// <summary>scale · a · b.</summary>
    public readonly struct ScaledProduct(float scale) : IElementwise
    {
        private readonly float scale = scale;

        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V> => at.Write(0, V.Constant(scale) * at.Read(0) * at.Read(1));
    }
}
