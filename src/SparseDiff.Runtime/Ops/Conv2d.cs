using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>A two-dimensional convolution (cross-correlation, as in every deep-learning library) with a bias for each output channel.</summary>
    /// <param name="x">The images, [examples, channels, height, width].</param>
    /// <param name="w">The weights, [outputs, channels / groups, kernel height, kernel width].</param>
    /// <param name="b">The bias, [outputs]; or null.</param>
    /// <param name="stride">How far the window moves, in pixels, in both directions.</param>
    /// <param name="padding">Rows and columns of zeros on each side.</param>
    /// <param name="dilation">How far neighbours of the window are apart, in pixels.</param>
    /// <param name="groups">Channels and outputs fall into so many groups that do not see each other.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>[examples, outputs, output height, output width], with output height = (height + 2 padding - dilation (kernel height - 1) - 1) / stride + 1, rounded down; width alike.</returns>
    /// <exception cref="ShapeException">The shapes do not go together, or the window does not fit.</exception>
    [LinearOperation]
    public static Tensor Conv2d(
        Tensor x, Tensor w, Tensor? b = null, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, Slot into = default)
    {
        ConvolutionShape shape = ConvolutionOf(x, w.Shape, stride, padding, dilation, groups);
        if (b is not null && (b.Rank != 1 || b.Length != shape.Outputs))
            throw new ShapeException($"Conv2d: b is {b.ShapeText} but w is {w.ShapeText}; b must be [{shape.Outputs}], one entry for each output of w.");
        Broadcasting.CheckDevice(nameof(Conv2d), x, w.Device);
        if (b is not null)
            Broadcasting.CheckDevice(nameof(Conv2d), x, b.Device);
        Tensor y = into.Take(x.Device, shape.Examples, shape.Outputs, shape.OutputHeight, shape.OutputWidth);
        x.Device.Kernels.Convolve(x, w, b, shape, y);
        return y;
    }

    /// <summary>dX = the transposed convolution of dY with w.</summary>
    [VjpOf(nameof(Conv2d), "x")]
    public static Tensor Conv2dVjpX(Tensor dY, [ShapeOnly] Tensor x, Tensor w, int stride, int padding, int dilation, int groups, Slot into = default)
    {
        Tensor dX = into.TakeLike(x);
        dY.Device.Kernels.ConvolveVjpX(dY, w, ConvolutionOf(x, w.Shape, stride, padding, dilation, groups), dX);
        return dX;
    }

    /// <summary>dX = the transposed convolution with w of only the selected entries of dY.</summary>
    [VjpOf(nameof(Conv2d), "x")]
    public static Tensor Conv2dVjpX(SparseRows dY, [ShapeOnly] Tensor x, Tensor w, int stride, int padding, int dilation, int groups, Slot into = default)
    {
        Tensor dX = into.TakeLike(x);
        dY.Device.Kernels.SparseConvolveVjpX(dY, w, ConvolutionOf(x, w.Shape, stride, padding, dilation, groups), dX);
        return dX;
    }

    /// <summary>dW += the correlation of x with dY.</summary>
    [VjpOf(nameof(Conv2d), "w")]
    public static void Conv2dVjpW(Tensor x, Tensor dY, int stride, int padding, int dilation, int groups, RowGradient into)
    {
        bool accumulate = into.TouchAll();
        dY.Device.Kernels.ConvolveVjpW(x, dY, ConvolutionOf(x, into.Shape, stride, padding, dilation, groups), into.Buffer, accumulate);
    }

    /// <summary>dW += the correlation of x with the selected entries of dY, in the rows of W whose output has one.</summary>
    [VjpOf(nameof(Conv2d), "w")]
    public static void Conv2dVjpW(Tensor x, SparseRows dY, int stride, int padding, int dilation, int groups, RowGradient into) =>
        dY.Device.Kernels.SparseConvolveVjpW(x, dY, ConvolutionOf(x, into.Shape, stride, padding, dilation, groups), into);

    /// <summary>dB += the sums of dY over examples and positions.</summary>
    [VjpOf(nameof(Conv2d), "b")]
    public static void Conv2dVjpB(Tensor dY, RowGradient into)
    {
        bool accumulate = into.TouchAll();
        int outputs = dY.Shape[1];
        dY.Device.Kernels.SumTo(dY.View(dY.Shape[0], outputs, dY.Shape[2] * dY.Shape[3]), into.Buffer.View(outputs, 1), scale: 1, accumulate);
    }

    /// <summary>dB += the sums of the selected entries of dY over examples and positions.</summary>
    [VjpOf(nameof(Conv2d), "b")]
    public static void Conv2dVjpB(SparseRows dY, RowGradient into) => dY.Device.Kernels.SparseChannelSums(dY, into);

    /// <summary>dX = the transposed convolution of dY with w for the examples that dY has.</summary>
    [VjpOf(nameof(Conv2d), "x")]
    public static SparseExamples Conv2dVjpX(
        SparseExamples dY, [ShapeOnly] Tensor x, Tensor w, int stride, int padding, int dilation, int groups, SparseSlot into = default)
    {
        ExampleBlocks blocks = new(x, dY, into);
        Conv2dVjpX(blocks.Gradient, blocks.DX, w, stride, padding, dilation, groups, blocks.Slot);
        return blocks.Result;
    }

    /// <summary>dW += the correlation of x with dY over the examples that dY has.</summary>
    [VjpOf(nameof(Conv2d), "w")]
    public static void Conv2dVjpW(Tensor x, SparseExamples dY, int stride, int padding, int dilation, int groups, RowGradient into) =>
        Conv2dVjpW(Slices.Of(x, dY, Scratch.FirstOfBlocks), dY.Values, stride, padding, dilation, groups, into);

    /// <summary>dB += the sums of dY over positions and the examples that it has.</summary>
    [VjpOf(nameof(Conv2d), "b")]
    public static void Conv2dVjpB(SparseExamples dY, RowGradient into) => Conv2dVjpB(dY.Values, into);

    private static ConvolutionShape ConvolutionOf(Tensor x, ReadOnlySpan<int> w, int stride, int padding, int dilation, int groups)
    {
        if (x.Rank != 4 || w.Length != 4)
            throw new ShapeException($"Conv2d: x is {x.ShapeText} and w is {Shapes.Text(w)}; x must be [examples, channels, height, width] and w [outputs, channels / groups, kernel height, kernel width].");
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(padding, 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(dilation, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        if (w[0] % groups != 0 || (long)w[1] * groups != x.Shape[1])
            throw new ShapeException($"Conv2d: x is {x.ShapeText} but w is {Shapes.Text(w)} with {groups} group(s); x's channels must equal w's second dimension times the groups, which divide w's outputs.");
        var shape = new ConvolutionShape(x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3], w[0], w[2], w[3], stride, padding, dilation, groups);
        if (shape.Positions == 0 || w[2] == 0 || w[3] == 0)
            throw new ShapeException($"Conv2d: w is {Shapes.Text(w)} with dilation {dilation}, a window that does not fit x, {x.ShapeText}, with padding {padding}.");
        return shape;
    }
}
