using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The mean of each square window; padding counts as zeros.</summary>
    /// <inheritdoc cref="MaxPool2d"/>
    public static Tensor AvgPool2d(Tensor x, int kernel, int stride = 0, int padding = 0, Slot into = default)
    {
        PoolingShape shape = PoolingOf(nameof(AvgPool2d), x, kernel, stride, padding);
        Tensor y = into.Take(x.Device, x.Shape[0], x.Shape[1], shape.OutputHeight, shape.OutputWidth);
        x.Device.Kernels.AveragePool(x, shape, y);
        return y;
    }

    /// <summary>dX = dY / kernel², spread over each window.</summary>
    [VjpOf(nameof(AvgPool2d), "x")]
    public static Tensor AvgPool2dVjp(Tensor dY, [ShapeOnly] Tensor x, int kernel, int stride, int padding, Slot into = default)
    {
        Tensor dX = into.TakeLike(x);
        dY.Device.Kernels.AveragePoolVjp(dY, PoolingOf(nameof(AvgPool2d), x, kernel, stride, padding), dX);
        return dX;
    }

    /// <summary>The same for the examples that dY has.</summary>
    [VjpOf(nameof(AvgPool2d), "x")]
    public static SparseExamples AvgPool2dVjp(SparseExamples dY, [ShapeOnly] Tensor x, int kernel, int stride, int padding, SparseSlot into = default)
    {
        ExampleBlocks blocks = new(x, dY, into);
        AvgPool2dVjp(blocks.Gradient, blocks.DX, kernel, stride, padding, blocks.Slot);
        return blocks.Result;
    }
}
