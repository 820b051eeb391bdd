using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>A tensor along an axis, or as one line of all its entries, and the shape that is left when each line becomes one number.</summary>
/// <param name="Outer">The product of the dimensions before the axis.</param>
/// <param name="Length">The dimension of the axis.</param>
/// <param name="Inner">The product of the dimensions behind it.</param>
internal readonly record struct ReducedLines(int Outer, int Length, int Inner)
{
    /// <summary>The lines of x along an axis; null for all entries as one line.</summary>
    /// <exception cref="ShapeException">There is no such axis, or nothing along it.</exception>
    public static ReducedLines Of(string operation, Tensor x, int? axis)
    {
        ReducedLines lines = new(1, x.Length, 1);
        if (axis is { } one)
        {
            AxisWindow window = AxisWindow.Of(x.Shape, Shapes.Axis(operation, one, x.Shape));
            lines = new(window.Rows, window.Extent, window.Inner);
        }

        return lines.Length > 0 ? lines : throw new ShapeException($"{operation}: x is {x.ShapeText}; it has no entries there.");
    }

    /// <summary>The result's room: x's shape without the axis, or with the dimension 1 there.</summary>
    public static Tensor Take(Tensor x, int? axis, bool keepDims, Slot into)
    {
        int along = axis is { } one ? Shapes.Axis(string.Empty, one, x.Shape) : -1;
        Span<int> shape = stackalloc int[x.Rank];
        int rank = 0;
        for (int i = 0; i < x.Rank; i++)
        {
            bool reduced = axis is null || i == along;
            if (!reduced || keepDims)
                shape[rank++] = reduced ? 1 : x.Shape[i];
        }

        return into.Take(x.Device, shape[..rank]);
    }

    /// <summary>A result, or its gradient, with the dimension 1 where the axis was, so that it broadcasts to x.</summary>
    public static Tensor Kept(Tensor y, Tensor x, int? axis)
    {
        Span<int> shape = stackalloc int[x.Rank];
        KeptShape(x, axis, shape);
        return y.Shape.SequenceEqual(shape) ? y : y.View(shape);
    }

    /// <summary>x's shape with 1 at the axis, or everywhere.</summary>
    public static void KeptShape(Tensor x, int? axis, Span<int> shape)
    {
        shape.Fill(1);
        if (axis is not { } one)
            return;
        x.Shape.CopyTo(shape);
        shape[Shapes.Axis(string.Empty, one, x.Shape)] = 1;
    }
}
