using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The mean over all entries of |prediction - target|.</summary>
    /// <param name="prediction">Any shape.</param>
    /// <param name="target">The same shape.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeException">The shapes differ, or there are no entries.</exception>
    [return: Shape("")]
    public static Tensor MeanAbsoluteError([Shape("...")] Tensor prediction, [Shape("...")] Tensor target, Slot into = default) =>
        PairLoss.Mean(nameof(MeanAbsoluteError), default(AbsoluteDifference), prediction, target, into);

    /// <summary>dPrediction = dY / n with the sign of prediction - target.</summary>
    [VjpOf(nameof(MeanAbsoluteError), "prediction")]
    public static Tensor MeanAbsoluteErrorVjpPrediction(Tensor prediction, Tensor target, Tensor dY, Slot into = default) =>
        Elementwise.Map(new ScaledSign(1f / prediction.Length), [prediction, target, dY], into);

    /// <summary>dTarget = -dY / n with the sign of prediction - target.</summary>
    [VjpOf(nameof(MeanAbsoluteError), "target")]
    public static Tensor MeanAbsoluteErrorVjpTarget(Tensor prediction, Tensor target, Tensor dY, Slot into = default) =>
        Elementwise.Map(new ScaledSign(-1f / prediction.Length), [prediction, target, dY], into);

    /// <summary>|a - b|.</summary>
    public readonly struct AbsoluteDifference : IElementwise
    {
        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V> => at.Write(0, V.Abs(at.Read(0) - at.Read(1)));
    }

    /// <summary>scale · c with the sign of a - b; 0 where they are equal.</summary>
    public readonly struct ScaledSign(float scale) : IElementwise
    {
        private readonly float scale = scale;

        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V>
        {
            V gradient = V.Constant(scale) * at.Read(2);
            at.Write(0, Lanes.Abs.Pull(at.Read(0) - at.Read(1), gradient));
        }
    }
}
