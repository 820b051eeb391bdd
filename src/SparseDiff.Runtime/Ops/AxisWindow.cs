using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>Part of a tensor along an axis, as a window: a row for each position of the axes before it.</summary>
/// <param name="Rows">The product of the dimensions before the axis.</param>
/// <param name="Inner">The product of the dimensions behind it.</param>
/// <param name="Extent">The whole tensor's dimension.</param>
internal readonly record struct AxisWindow(int Rows, int Inner, int Extent)
{
    /// <summary>How the shape is walked along an axis.</summary>
    public static AxisWindow Of(ReadOnlySpan<int> shape, int axis) =>
        new(Shapes.Length(shape[..axis]), Shapes.Length(shape[(axis + 1)..]), shape[axis]);

    /// <summary>The part from <paramref name="start"/> on.</summary>
    public Window From(Tensor tensor, int start) => new(tensor, start * Inner, Extent * Inner);

    /// <summary>Copies one part to another of the same number of positions.</summary>
    public static void Copy(in Window from, in Window into, int rows, int width) =>
        into.Tensor.Device.Kernels.ElementwiseWindows(default(Identity), [from], [into], rows, width);

    /// <summary>Adds one part to another of the same number of positions.</summary>
    public static void Add(in Window from, in Window into, int rows, int width) =>
        into.Tensor.Device.Kernels.ElementwiseWindows(default(Binary<Lanes.Add>), [into, from], [into], rows, width);
}
