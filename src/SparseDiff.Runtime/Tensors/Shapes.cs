using System.Globalization;

namespace SparseDiff;

/// <summary>Arithmetic of shapes: lengths, broadcasting, and how they appear in messages.</summary>
public static class Shapes
{
    /// <summary>The number of entries of a tensor of this shape; 1 for the scalar's empty shape.</summary>
    /// <exception cref="ShapeException">A dimension is negative, or the number does not fit 32 bits.</exception>
    public static int Length(ReadOnlySpan<int> shape)
    {
        long length = 1;
        foreach (int dimension in shape)
        {
            if (dimension < 0)
                throw new ShapeException($"A shape has only dimensions of 0 or more, but this one is {Text(shape)}.");
            length *= dimension;
            if (length > int.MaxValue)
                throw new ShapeException($"A tensor has at most {int.MaxValue} entries, but {Text(shape)} has more.");
        }

        return (int)length;
    }

    /// <summary>The shape as it appears in messages: <c>[64, 784]</c>.</summary>
    public static string Text(ReadOnlySpan<int> shape)
    {
        var parts = new string[shape.Length];
        for (int i = 0; i < shape.Length; i++)
            parts[i] = shape[i].ToString(CultureInfo.InvariantCulture);
        return "[" + string.Join(", ", parts) + "]";
    }

    /// <summary>
    /// Writes the shape that two shapes broadcast to (aligned at the last dimension; a dimension of 1 stretches) and returns
    /// its rank, or -1 when they do not go together.
    /// </summary>
    /// <param name="a">One shape.</param>
    /// <param name="b">The other.</param>
    /// <param name="result">Room for the longer of the two.</param>
    public static int Broadcast(ReadOnlySpan<int> a, ReadOnlySpan<int> b, Span<int> result)
    {
        int rank = Math.Max(a.Length, b.Length);
        for (int fromLast = 1; fromLast <= rank; fromLast++)
        {
            int x = fromLast <= a.Length ? a[^fromLast] : 1;
            int y = fromLast <= b.Length ? b[^fromLast] : 1;
            if (x != y && x != 1 && y != 1)
                return -1;
            result[rank - fromLast] = x == 1 ? y : x;
        }

        return rank;
    }

    /// <summary>The axis counted from the front; a negative one counts from the last (-1).</summary>
    /// <exception cref="ShapeException">The tensor has no such axis.</exception>
    public static int Axis(string operation, int axis, ReadOnlySpan<int> shape)
    {
        int fromFront = axis < 0 ? axis + shape.Length : axis;
        return (uint)fromFront < (uint)shape.Length
            ? fromFront
            : throw new ShapeException($"{operation}: axis is {axis}, but x is {Text(shape)}, which has {(shape.IsEmpty ? "no axes" : $"axes {-shape.Length} to {shape.Length - 1}")}.");
    }
}
