using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The largest number of each square window.</summary>
    /// <param name="x">The images, [examples, channels, height, width].</param>
    /// <param name="kernel">Rows and columns of the window.</param>
    /// <param name="stride">How far the window moves, in pixels; 0: as far as it is wide.</param>
    /// <param name="padding">Rows and columns on each side that a window may cover and that never win; at most half of the window.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>[examples, channels, output height, output width], with output height = (height + 2 padding - kernel) / stride + 1, rounded down; width alike.</returns>
    /// <exception cref="ShapeException">x is not four-dimensional, or the window does not fit.</exception>
    public static Tensor MaxPool2d(Tensor x, int kernel, int stride = 0, int padding = 0, Slot into = default)
    {
        PoolingShape shape = PoolingOf(nameof(MaxPool2d), x, kernel, stride, padding);
        Tensor y = into.Take(x.Device, x.Shape[0], x.Shape[1], shape.OutputHeight, shape.OutputWidth);
        x.Device.Kernels.MaxPool(x, shape, y);
        return y;
    }

    /// <summary>dX = dY at the place of each window's largest number, the first of equals. Finding it again in x, which what follows a pool reads anyway, is cheaper than having saved where it was.</summary>
    [VjpOf(nameof(MaxPool2d), "x")]
    public static Tensor MaxPool2dVjp(Tensor x, Tensor dY, int kernel, int stride, int padding, Slot into = default)
    {
        Tensor dX = into.TakeLike(x);
        x.Device.Kernels.MaxPoolVjp(x, dY, PoolingOf(nameof(MaxPool2d), x, kernel, stride, padding), dX);
        return dX;
    }

    /// <summary>The same for the examples that dY has.</summary>
    [VjpOf(nameof(MaxPool2d), "x")]
    public static SparseExamples MaxPool2dVjp(Tensor x, SparseExamples dY, int kernel, int stride, int padding, SparseSlot into = default)
    {
        ExampleBlocks blocks = new(x, dY, into);
        MaxPool2dVjp(blocks.Of(x), blocks.Gradient, kernel, stride, padding, blocks.Slot);
        return blocks.Result;
    }

    private static PoolingShape PoolingOf(string operation, Tensor x, int kernel, int stride, int padding)
    {
        if (x.Rank != 4)
            throw new ShapeException($"{operation}: x is {x.ShapeText}; it must be [examples, channels, height, width].");
        ArgumentOutOfRangeException.ThrowIfLessThan(kernel, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 0);
        if (padding < 0 || padding > kernel / 2)
            throw new ArgumentOutOfRangeException(nameof(padding), padding, $"{operation}: padding must be 0 to {kernel / 2}, half of the window.");
        var shape = new PoolingShape(x.Shape[0] * x.Shape[1], x.Shape[2], x.Shape[3], kernel, stride == 0 ? kernel : stride, padding);
        if (shape.OutputHeight == 0 || shape.OutputWidth == 0)
            throw new ShapeException($"{operation}: a window of {kernel} × {kernel} does not fit x, {x.ShapeText}, with padding {padding}.");
        return shape;
    }
}
