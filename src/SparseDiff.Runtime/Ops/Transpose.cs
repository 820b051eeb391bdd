using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>x with two axes exchanged; by default the last two.</summary>
    /// <param name="x">At least two dimensions.</param>
    /// <param name="first">One axis, counted from the last when negative.</param>
    /// <param name="second">The other.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    [return: Shape("..., columns, rows", ForDefaults = true)]
    public static Tensor Transpose([Shape("..., rows, columns")] Tensor x, int first = -2, int second = -1, Slot into = default)
    {
        int one = Shapes.Axis(nameof(Transpose), first, x.Shape);
        int other = Shapes.Axis(nameof(Transpose), second, x.Shape);
        Span<int> axes = stackalloc int[x.Rank];
        Span<int> shape = stackalloc int[x.Rank];
        for (int i = 0; i < axes.Length; i++)
            axes[i] = i == one ? other : i == other ? one : i;
        for (int i = 0; i < axes.Length; i++)
            shape[i] = x.Shape[axes[i]];
        Tensor y = into.Take(x.Device, shape);
        x.Device.Kernels.Permute(x, axes, y);
        return y;
    }

    /// <summary>dX = dY with the axes exchanged back.</summary>
    [VjpOf(nameof(Transpose), "x")]
    public static Tensor TransposeVjp(Tensor dY, int first, int second, Slot into = default) => Transpose(dY, first, second, into);

    /// <summary>The same for the examples that dY has; all of them when their axis is exchanged.</summary>
    [VjpOf(nameof(Transpose), "x")]
    public static SparseExamples TransposeVjp(SparseExamples dY, [ShapeOnly] Tensor x, int first, int second, SparseSlot into = default)
    {
        int one = Shapes.Axis(nameof(Transpose), first, x.Shape);
        int other = Shapes.Axis(nameof(Transpose), second, x.Shape);
        ExampleBlocks blocks = new(x, dY, into, apart: one == other || (one != 0 && other != 0));
        Transpose(blocks.Gradient, first, second, blocks.Slot);
        return blocks.Result;
    }
}
