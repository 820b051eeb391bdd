namespace SparseDiff;

/// <summary>Shapes and devices of several tensors that work together element by element.</summary>
internal static class Broadcasting
{
    public static int MaximalRank(ReadOnlySpan<Tensor> inputs)
    {
        int rank = 0;
        foreach (Tensor input in inputs)
            rank = Math.Max(rank, input.Rank);
        return rank;
    }

    /// <summary>The input whose shape is the one that all broadcast to; null when none has it, or they do not go together.</summary>
    public static Tensor? Widest(ReadOnlySpan<Tensor> inputs)
    {
        Tensor widest = inputs[0];
        foreach (Tensor input in inputs)
        {
            if (input.Rank > widest.Rank || input.Rank == widest.Rank && input.Length > widest.Length)
                widest = input;
        }

        foreach (Tensor input in inputs)
        {
            if (!ReferenceEquals(input.Device, widest.Device) || !ReferenceEquals(input, widest) && !Fits(input.Shape, widest.Shape))
                return null;
        }

        return widest;
    }

    /// <summary>Writes the shape that all inputs broadcast to.</summary>
    /// <param name="inputs">At least one tensor, all on one device.</param>
    /// <param name="shape">Room for the highest rank of them.</param>
    /// <returns>The shape.</returns>
    public static ReadOnlySpan<int> Shape(ReadOnlySpan<Tensor> inputs, Span<int> shape)
    {
        shape.Fill(1);
        foreach (Tensor input in inputs)
        {
            if (!ReferenceEquals(input.Device, inputs[0].Device))
                throw Devices(inputs[0], input);
            if (Shapes.Broadcast(input.Shape, shape, shape) < 0)
                throw Mismatch(inputs);
        }

        return shape;
    }

    public static void CheckFits(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape)
    {
        foreach (Tensor input in inputs)
        {
            if (!Fits(input.Shape, shape))
                throw new ShapeException($"An element-wise operation: {input.ShapeText} does not broadcast to {Shapes.Text(shape)}.");
        }
    }

    private static bool Fits(ReadOnlySpan<int> from, ReadOnlySpan<int> to)
    {
        if (from.Length > to.Length)
            return false;
        for (int fromLast = 1; fromLast <= from.Length; fromLast++)
        {
            if (from[^fromLast] != to[^fromLast] && from[^fromLast] != 1)
                return false;
        }

        return true;
    }

    public static void CheckDevice(string operation, Tensor a, Device b)
    {
        if (!ReferenceEquals(a.Device, b))
            throw new InvalidOperationException($"{operation}: its tensors must be on one device, but they are on {a.Device.Name} and {b.Name}; move them with To(device).");
    }

    private static ShapeException Mismatch(ReadOnlySpan<Tensor> inputs)
    {
        var texts = new List<string>();
        foreach (Tensor input in inputs)
            texts.Add(input.ShapeText);
        return new ShapeException(
            $"An element-wise operation: the shapes {string.Join(", ", texts)} do not broadcast; aligned at the last dimension, dimensions must be equal or 1.");
    }

    private static InvalidOperationException Devices(Tensor a, Tensor b) =>
        new($"An element-wise operation: its tensors must be on one device, but they are on {a.Device.Name} and {b.Device.Name}; move them with To(device).");
}
