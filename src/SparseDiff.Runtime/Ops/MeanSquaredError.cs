using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The mean over all entries of (prediction - target)².</summary>
    /// <param name="prediction">Any shape.</param>
    /// <param name="target">The same shape.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeException">The shapes differ, or there are no entries.</exception>
    [return: Shape("")]
    public static Tensor MeanSquaredError([Shape("...")] Tensor prediction, [Shape("...")] Tensor target, Slot into = default)
    {
        if (!prediction.HasShapeOf(target) || prediction.Length == 0)
            throw new ShapeException($"MeanSquaredError: prediction is {prediction.ShapeText} but target is {target.ShapeText}; they must have one shape and at least one entry.");
        Broadcasting.CheckDevice(nameof(MeanSquaredError), prediction, target.Device);
        KernelSet kernels = prediction.Device.Kernels;
        Tensor squares = Scratch.Take(prediction.Device, prediction.Shape);
        kernels.Elementwise(default(SquaredDifference), [prediction, target], [squares]);
        Tensor loss = into.Take(prediction.Device);
        kernels.SumTo(squares, loss, 1f / prediction.Length, accumulate: false);
        return loss;
    }

    /// <summary>dPrediction = 2 dY / n · (prediction - target).</summary>
    [VjpOf(nameof(MeanSquaredError), "prediction")]
    public static Tensor MeanSquaredErrorVjpPrediction(Tensor prediction, Tensor target, Tensor dY, Slot into = default) =>
        Elementwise.Map(new ScaledDifference(2f / prediction.Length), [prediction, target, dY], into);

    /// <summary>dTarget = -2 dY / n · (prediction - target).</summary>
    [VjpOf(nameof(MeanSquaredError), "target")]
    public static Tensor MeanSquaredErrorVjpTarget(Tensor prediction, Tensor target, Tensor dY, Slot into = default) =>
        Elementwise.Map(new ScaledDifference(-2f / prediction.Length), [prediction, target, dY], into);

    /// <summary>(a - b)².</summary>
    public readonly struct SquaredDifference : IElementwise
    {
        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V>
        {
            V difference = at.Read(0) - at.Read(1);
            at.Write(0, difference * difference);
        }
    }

    /// <summary>scale · (a - b) · c.</summary>
    public readonly struct ScaledDifference(float scale) : IElementwise
    {
        private readonly float scale = scale;

        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V> => at.Write(0, V.Constant(scale) * (at.Read(0) - at.Read(1)) * at.Read(2));
    }
}
