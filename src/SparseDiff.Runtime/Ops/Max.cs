using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The largest entry along an axis, or of all entries; not a number if any is not.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis, counted from the last when negative; null for all.</param>
    /// <param name="keepDims">Whether the axis stays, with the dimension 1.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>x's shape without the axis; a scalar for all.</returns>
    /// <exception cref="ShapeException">There is no such axis, or nothing along it.</exception>
    [return: Shape("", ForDefaults = true)]
    public static Tensor Max(Tensor x, int? axis = null, bool keepDims = false, Slot into = default)
    {
        ReducedLines lines = ReducedLines.Of(nameof(Max), x, axis);
        Tensor y = ReducedLines.Take(x, axis, keepDims, into);
        x.Device.Kernels.Reduce(Reduction.Maximum, x, lines.Outer, lines.Length, lines.Inner, y);
        return y;
    }

    /// <summary>dX = dY at the largest entry; where several are equally large, each gets its share.</summary>
    [VjpOf(nameof(Max), "x")]
    public static Tensor MaxVjp(Tensor x, Tensor y, Tensor dY, int? axis, Slot into = default)
    {
        Tensor largest = ReducedLines.Kept(y, x, axis);
        Tensor equal = Scratch.Take(x.Device, x.Shape);
        x.Device.Kernels.Elementwise(default(IsEqual), [x, largest], [equal]);
        Tensor counts = Scratch.Take(x.Device, largest.Shape, 1);
        x.Device.Kernels.SumTo(equal, counts, scale: 1, accumulate: false);
        return Elementwise.Map(default(Shared), [equal, counts, ReducedLines.Kept(dY, x, axis)], into);
    }

    /// <summary>1 where a = b, else 0.</summary>
    public readonly struct IsEqual : IElementwise
    {
        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V> => at.Write(0, V.Select(V.Equal(at.Read(0), at.Read(1)), V.Constant(1f), V.Constant(0f)));
    }

    /// <summary>a / b · c.</summary>
    public readonly struct Shared : IElementwise
    {
        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V> => at.Write(0, at.Read(0) / at.Read(1) * at.Read(2));
    }
}
