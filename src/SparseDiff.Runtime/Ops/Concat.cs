namespace SparseDiff;

public static partial class Ops
{
    /// <summary>Two tensors one behind the other along an axis.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">The same shape but for the axis.</param>
    /// <param name="axis">The axis, counted from the last when negative.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <exception cref="ShapeException">The shapes do not go together.</exception>
    public static Tensor Concat(Tensor a, Tensor b, int axis = -1, Slot into = default) => Join(nameof(Concat), [a, b], axis, into);

    /// <summary>Three tensors one behind the other along an axis.</summary>
    /// <inheritdoc cref="Concat(Tensor, Tensor, int, Slot)"/>
    public static Tensor Concat(Tensor a, Tensor b, Tensor c, int axis = -1, Slot into = default) => Join(nameof(Concat), [a, b, c], axis, into);

    /// <summary>dA = the first part of dY.</summary>
    [VjpOf(nameof(Concat), "a")]
    public static Tensor ConcatVjpA(Tensor dY, [ShapeOnly] Tensor a, int axis, Slot into = default) => Part(dY, a, axis, 0, into);

    /// <summary>dB = the second part of dY.</summary>
    [VjpOf(nameof(Concat), "b")]
    public static Tensor ConcatVjpB(Tensor dY, [ShapeOnly] Tensor a, [ShapeOnly] Tensor b, int axis, Slot into = default) =>
        Part(dY, b, axis, a.Shape[Shapes.Axis(nameof(Concat), axis, a.Shape)], into);

    /// <summary>dC = the last part of dY.</summary>
    [VjpOf(nameof(Concat), "c")]
    public static Tensor ConcatVjpC(Tensor dY, [ShapeOnly] Tensor c, int axis, Slot into = default)
    {
        int along = Shapes.Axis(nameof(Concat), axis, c.Shape);
        return Part(dY, c, axis, dY.Shape[along] - c.Shape[along], into);
    }

    private static Tensor Join(string operation, ReadOnlySpan<Tensor> parts, int axis, Slot into)
    {
        Tensor first = parts[0];
        int along = Shapes.Axis(operation, axis, first.Shape);
        Span<int> shape = stackalloc int[first.Rank];
        first.Shape.CopyTo(shape);
        foreach (Tensor part in parts[1..])
        {
            bool fits = part.Rank == first.Rank;
            for (int i = 0; fits && i < part.Rank; i++)
                fits = i == along || part.Shape[i] == first.Shape[i];
            if (!fits)
                throw new ShapeException($"{operation}: {first.ShapeText} and {part.ShapeText} do not go together; all dimensions but axis {axis} must be equal.");
            Broadcasting.CheckDevice(operation, first, part.Device);
            shape[along] += part.Shape[along];
        }

        Tensor y = into.Take(first.Device, shape);
        AxisWindow whole = AxisWindow.Of(shape, along);
        int start = 0;
        foreach (Tensor part in parts)
        {
            AxisWindow from = AxisWindow.Of(part.Shape, along);
            AxisWindow.Copy(from.From(part, 0), whole.From(y, start), whole.Rows, from.Extent * from.Inner);
            start += from.Extent;
        }

        return y;
    }

    private static Tensor Part(Tensor dY, Tensor like, int axis, int start, Slot into)
    {
        int along = Shapes.Axis(nameof(Concat), axis, like.Shape);
        return Slice(dY, along, start, start + like.Shape[along], into);
    }
}
