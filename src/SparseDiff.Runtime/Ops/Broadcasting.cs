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

    /// <summary>Writes the shape that all inputs broadcast to.</summary>
    /// <param name="inputs">At least one tensor, all on one device.</param>
    /// <param name="shape">Room for the highest rank of them.</param>
    public static void Shape(ReadOnlySpan<Tensor> inputs, Span<int> shape)
    {
        shape.Fill(1);
        foreach (Tensor input in inputs)
        {
            if (!ReferenceEquals(input.Device, inputs[0].Device))
                throw Devices(inputs[0], input);
            if (Shapes.Broadcast(input.Shape, shape, shape) < 0)
                throw Mismatch(inputs);
        }
    }

    public static void CheckFits(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape)
    {
        foreach (Tensor input in inputs)
        {
            bool fits = input.Rank <= shape.Length;
            for (int fromLast = 1; fits && fromLast <= input.Rank; fromLast++)
                fits = input.Shape[^fromLast] == 1 || input.Shape[^fromLast] == shape[^fromLast];
            if (!fits)
                throw new ShapeException($"An element-wise operation: {input.ShapeText} does not broadcast to {Shapes.Text(shape)}.");
        }
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
