using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The mean of each channel over all positions.</summary>
    /// <param name="x">The images, [examples, channels, height, width].</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>[examples, channels].</returns>
    /// <exception cref="ShapeException">x is not four-dimensional, or has no positions.</exception>
    public static Tensor GlobalAvgPool2d(Tensor x, Slot into = default)
    {
        if (x.Rank != 4 || x.Shape[2] * x.Shape[3] == 0)
            throw new ShapeException($"GlobalAvgPool2d: x is {x.ShapeText}; it must be [examples, channels, height, width] with at least one position.");
        int positions = x.Shape[2] * x.Shape[3];
        Tensor y = into.Take(x.Device, x.Shape[0], x.Shape[1]);
        x.Device.Kernels.SumTo(x.View(y.Length, positions), y.View(y.Length, 1), 1f / positions, accumulate: false);
        return y;
    }

    /// <summary>dX = dY / positions, at every position.</summary>
    [VjpOf(nameof(GlobalAvgPool2d), "x")]
    public static Tensor GlobalAvgPool2dVjp(Tensor dY, [ShapeOnly] Tensor x, Slot into = default)
    {
        int positions = x.Shape[2] * x.Shape[3];
        Tensor dX = into.TakeLike(x);
        dY.Device.Kernels.BroadcastTo(dY.View(dY.Length, 1), dX.View(dY.Length, positions), 1f / positions);
        return dX;
    }

    /// <summary>The same for the examples that dY has.</summary>
    [VjpOf(nameof(GlobalAvgPool2d), "x")]
    public static SparseExamples GlobalAvgPool2dVjp(SparseExamples dY, [ShapeOnly] Tensor x, SparseSlot into = default)
    {
        ExampleBlocks blocks = new(x, dY, into);
        GlobalAvgPool2dVjp(blocks.Gradient, blocks.DX, blocks.Slot);
        return blocks.Result;
    }
}
