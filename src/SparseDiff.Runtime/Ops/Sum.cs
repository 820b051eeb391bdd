using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The sum along an axis, or of all entries.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis, counted from the last when negative; null for all.</param>
    /// <param name="keepDims">Whether the axis stays, with the dimension 1.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>x's shape without the axis; a scalar for all.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    [return: Shape("", ForDefaults = true)]
    public static Tensor Sum(Tensor x, int? axis = null, bool keepDims = false, Slot into = default) =>
        Reduce(nameof(Sum), x, axis, keepDims, scale: 1, into);

    /// <summary>dX = dY, stretched along the axis.</summary>
    [VjpOf(nameof(Sum), "x")]
    public static Tensor SumVjp(Tensor dY, [ShapeOnly] Tensor x, int? axis, Slot into = default) =>
        Stretch(nameof(Sum), dY, x, axis, scale: 1, into);

    /// <summary>The mean along an axis, or of all entries.</summary>
    /// <inheritdoc cref="Sum"/>
    [return: Shape("", ForDefaults = true)]
    public static Tensor Mean(Tensor x, int? axis = null, bool keepDims = false, Slot into = default) =>
        Reduce(nameof(Mean), x, axis, keepDims, 1f / Reduced(nameof(Mean), x, axis), into);

    /// <summary>dX = dY / n, stretched along the axis of n entries.</summary>
    [VjpOf(nameof(Mean), "x")]
    public static Tensor MeanVjp(Tensor dY, [ShapeOnly] Tensor x, int? axis, Slot into = default) =>
        Stretch(nameof(Mean), dY, x, axis, 1f / Reduced(nameof(Mean), x, axis), into);

    /// <summary>How many entries become one.</summary>
    private static int Reduced(string operation, Tensor x, int? axis)
    {
        int count = axis is { } one ? x.Shape[Shapes.Axis(operation, one, x.Shape)] : x.Length;
        return count > 0 ? count : throw new ShapeException($"{operation}: x is {x.ShapeText}; there is no mean of no entries.");
    }

    private static Tensor Reduce(string operation, Tensor x, int? axis, bool keepDims, float scale, Slot into)
    {
        Span<int> kept = stackalloc int[x.Rank];
        Keep(operation, x, axis, kept);
        if (keepDims || x.Rank == 0)
        {
            Tensor result = into.Take(x.Device, kept);
            x.Device.Kernels.SumTo(x, result, scale, accumulate: false);
            return result;
        }

        Span<int> dropped = stackalloc int[axis is null ? 0 : x.Rank - 1];
        for (int i = 0, next = 0; i < x.Rank && axis is not null; i++)
        {
            if (i != Shapes.Axis(operation, axis.Value, x.Shape))
                dropped[next++] = x.Shape[i];
        }

        Tensor y = into.Take(x.Device, dropped);
        x.Device.Kernels.SumTo(x, y.View(kept), scale, accumulate: false);
        return y;
    }

    private static Tensor Stretch(string operation, Tensor dY, Tensor x, int? axis, float scale, Slot into)
    {
        Span<int> kept = stackalloc int[x.Rank];
        Keep(operation, x, axis, kept);
        Tensor dX = into.TakeLike(x);
        dY.Device.Kernels.BroadcastTo(dY.Shape.SequenceEqual(kept) ? dY : dY.View(kept), dX, scale);
        return dX;
    }

    /// <summary>x's shape with 1 in the reduced dimensions.</summary>
    private static void Keep(string operation, Tensor x, int? axis, Span<int> shape)
    {
        shape.Fill(1);
        if (axis is not { } one)
            return;
        x.Shape.CopyTo(shape);
        shape[Shapes.Axis(operation, one, x.Shape)] = 1;
    }
}
