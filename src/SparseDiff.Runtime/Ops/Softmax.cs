using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>e^x / Σ e^x along an axis.</summary>
    /// <param name="x">At least one dimension.</param>
    /// <param name="axis">The axis, counted from the last when negative.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    [return: Shape("...")]
    public static Tensor Softmax([Shape("...")] Tensor x, int axis = -1, Slot into = default)
    {
        int along = Shapes.Axis(nameof(Softmax), axis, x.Shape);
        Tensor y = into.TakeLike(x);
        x.Device.Kernels.Softmax(x, along, logarithm: false, y);
        return y;
    }

    /// <summary>dX = y (dY - Σ y dY).</summary>
    [VjpOf(nameof(Softmax), "x")]
    public static Tensor SoftmaxVjp(Tensor y, Tensor dY, int axis, Slot into = default)
    {
        Tensor dX = into.TakeLike(dY);
        dY.Device.Kernels.SoftmaxVjp(y, dY, Shapes.Axis(nameof(Softmax), axis, y.Shape), logarithm: false, dX);
        return dX;
    }

    /// <summary>The same for the examples that dY has; all of them when the axis is that of the examples.</summary>
    [VjpOf(nameof(Softmax), "x")]
    public static SparseExamples SoftmaxVjp(Tensor y, SparseExamples dY, int axis, SparseSlot into = default)
    {
        ExampleBlocks blocks = new(y, dY, into, apart: Shapes.Axis(nameof(Softmax), axis, y.Shape) != 0);
        SoftmaxVjp(blocks.Of(y), blocks.Gradient, axis, blocks.Slot);
        return blocks.Result;
    }

    /// <summary>x - log Σ e^x along an axis.</summary>
    /// <inheritdoc cref="Softmax"/>
    [return: Shape("...")]
    public static Tensor LogSoftmax([Shape("...")] Tensor x, int axis = -1, Slot into = default)
    {
        int along = Shapes.Axis(nameof(LogSoftmax), axis, x.Shape);
        Tensor y = into.TakeLike(x);
        x.Device.Kernels.Softmax(x, along, logarithm: true, y);
        return y;
    }

    /// <summary>dX = dY - e^y Σ dY.</summary>
    [VjpOf(nameof(LogSoftmax), "x")]
    public static Tensor LogSoftmaxVjp(Tensor y, Tensor dY, int axis, Slot into = default)
    {
        Tensor dX = into.TakeLike(dY);
        dY.Device.Kernels.SoftmaxVjp(y, dY, Shapes.Axis(nameof(LogSoftmax), axis, y.Shape), logarithm: true, dX);
        return dX;
    }

    /// <summary>The same for the examples that dY has; all of them when the axis is that of the examples.</summary>
    [VjpOf(nameof(LogSoftmax), "x")]
    public static SparseExamples LogSoftmaxVjp(Tensor y, SparseExamples dY, int axis, SparseSlot into = default)
    {
        ExampleBlocks blocks = new(y, dY, into, apart: Shapes.Axis(nameof(LogSoftmax), axis, y.Shape) != 0);
        LogSoftmaxVjp(blocks.Of(y), blocks.Gradient, axis, blocks.Slot);
        return blocks.Result;
    }
}
