using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>x repeated to a larger shape: aligned at the last dimension, a dimension of 1 or none stretches.</summary>
    /// <param name="x">A shape that broadcasts to the other.</param>
    /// <param name="shape">The result's shape.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <exception cref="ShapeException">x does not broadcast to the shape.</exception>
    public static Tensor BroadcastTo(Tensor x, int[] shape, Slot into = default)
    {
        ArgumentNullException.ThrowIfNull(shape);
        Broadcasting.CheckFits([x], shape);
        Tensor y = into.Take(x.Device, shape);
        x.Device.Kernels.BroadcastTo(x, y, scale: 1);
        return y;
    }

    /// <summary>dX = dY summed over what was repeated.</summary>
    [VjpOf(nameof(BroadcastTo), "x")]
    public static Tensor BroadcastToVjp(Tensor dY, [ShapeOnly] Tensor x, Slot into = default) => Formats.SumTo(dY, x, into);
}
