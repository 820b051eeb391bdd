using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>Running sums along an axis: entry i is the sum of the entries 0 to i.</summary>
    /// <param name="x">At least one dimension.</param>
    /// <param name="axis">The axis, counted from the last when negative.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>x's shape.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    [return: Shape("...")]
    public static Tensor CumulativeSum([Shape("...")] Tensor x, int axis = -1, Slot into = default) => Running(x, axis, reverse: false, into);

    /// <summary>dX = the running sums of dY from the end.</summary>
    [VjpOf(nameof(CumulativeSum), "x")]
    public static Tensor CumulativeSumVjp(Tensor dY, int axis, Slot into = default) => Running(dY, axis, reverse: true, into);

    private static Tensor Running(Tensor x, int axis, bool reverse, Slot into)
    {
        AxisWindow window = AxisWindow.Of(x.Shape, Shapes.Axis(nameof(CumulativeSum), axis, x.Shape));
        Tensor y = into.TakeLike(x);
        x.Device.Kernels.Scan(x, window.Rows, window.Extent, window.Inner, product: false, exclusive: false, reverse, y);
        return y;
    }
}
