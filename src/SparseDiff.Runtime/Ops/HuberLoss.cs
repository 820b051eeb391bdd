using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The mean over all entries of d² / 2 where |d| ≤ delta, else delta · (|d| - delta / 2), with d = prediction - target (Huber 1964).</summary>
    /// <param name="prediction">Any shape.</param>
    /// <param name="target">The same shape.</param>
    /// <param name="delta">Where the square becomes a line, above 0.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeException">The shapes differ, or there are no entries.</exception>
    [return: Shape("")]
    public static Tensor HuberLoss([Shape("...")] Tensor prediction, [Shape("...")] Tensor target, float delta = 1, Slot into = default) =>
        PairLoss.Mean(nameof(HuberLoss), new Huber(delta), prediction, target, into);

    /// <summary>dPrediction = dY / n · d, with d at most delta away from 0.</summary>
    [VjpOf(nameof(HuberLoss), "prediction")]
    public static Tensor HuberLossVjpPrediction(Tensor prediction, Tensor target, Tensor dY, float delta, Slot into = default) =>
        Elementwise.Map(new ClampedDifference(1f / prediction.Length, delta), [prediction, target, dY], into);

    /// <summary>dTarget = -dY / n · d, with d at most delta away from 0.</summary>
    [VjpOf(nameof(HuberLoss), "target")]
    public static Tensor HuberLossVjpTarget(Tensor prediction, Tensor target, Tensor dY, float delta, Slot into = default) =>
        Elementwise.Map(new ClampedDifference(-1f / prediction.Length, delta), [prediction, target, dY], into);

    /// <summary>The loss of one entry.</summary>
    public readonly struct Huber(float delta) : IElementwise
    {
        private readonly float delta = delta;

        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V>
        {
            V limit = V.Constant(delta);
            V d = V.Abs(at.Read(0) - at.Read(1));
            V line = limit * (d - (V.Constant(0.5f) * limit));
            at.Write(0, V.Select(V.Greater(d, limit), line, V.Constant(0.5f) * d * d));
        }
    }

    /// <summary>scale · (a - b), at most delta away from 0, · c.</summary>
    public readonly struct ClampedDifference(float scale, float delta) : IElementwise
    {
        private readonly float scale = scale;
        private readonly float delta = delta;

        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V>
        {
            V d = Lanes.Clamp.Apply(at.Read(0) - at.Read(1), V.Constant(-delta), V.Constant(delta));
            at.Write(0, V.Constant(scale) * d * at.Read(2));
        }
    }
}
