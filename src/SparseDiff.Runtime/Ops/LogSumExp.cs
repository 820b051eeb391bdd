using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>log Σ e^x along an axis, or of all entries.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis, counted from the last when negative; null for all.</param>
    /// <param name="keepDims">Whether the axis stays, with the dimension 1.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>x's shape without the axis; a scalar for all.</returns>
    /// <exception cref="ShapeException">There is no such axis, or nothing along it.</exception>
    [return: Shape("", ForDefaults = true)]
    public static Tensor LogSumExp(Tensor x, int? axis = null, bool keepDims = false, Slot into = default)
    {
        ReducedLines lines = ReducedLines.Of(nameof(LogSumExp), x, axis);
        Tensor y = ReducedLines.Take(x, axis, keepDims, into);
        x.Device.Kernels.Reduce(Reduction.LogSumExp, x, lines.Outer, lines.Length, lines.Inner, y);
        return y;
    }

    /// <summary>dX = e^(x - y) · dY.</summary>
    [VjpOf(nameof(LogSumExp), "x")]
    public static Tensor LogSumExpVjp(Tensor x, Tensor y, Tensor dY, int? axis, Slot into = default) =>
        Elementwise.Map(default(ExpDifferenceTimes), [x, ReducedLines.Kept(y, x, axis), ReducedLines.Kept(dY, x, axis)], into);

    /// <summary>e^(a - b) · c.</summary>
    public readonly struct ExpDifferenceTimes : IElementwise
    {
        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V> => at.Write(0, V.Exp(at.Read(0) - at.Read(1)) * at.Read(2));
    }
}
