namespace SparseDiff;

public static partial class Ops
{
    /// <summary>Two tensors of one shape along a new axis.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">The same shape.</param>
    /// <param name="axis">Where the new axis stands in the result, counted from the last when negative.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>a's shape with the dimension 2 at the axis.</returns>
    /// <exception cref="ShapeException">The shapes differ, or there is no such axis.</exception>
    public static Tensor Stack(Tensor a, Tensor b, int axis = 0, Slot into = default) => Pile([a, b], axis, into);

    /// <summary>Three tensors of one shape along a new axis.</summary>
    /// <inheritdoc cref="Stack(Tensor, Tensor, int, Slot)"/>
    public static Tensor Stack(Tensor a, Tensor b, Tensor c, int axis = 0, Slot into = default) => Pile([a, b, c], axis, into);

    /// <summary>Any number of tensors of one shape along a new axis.</summary>
    /// <param name="tensors">At least one; in a differentiable method a local array or list of it.</param>
    /// <param name="axis">Where the new axis stands in the result, counted from the last when negative.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>Their shape with the number of tensors at the axis.</returns>
    /// <exception cref="ShapeException">There is no tensor, the shapes differ, or there is no such axis.</exception>
    public static Tensor Stack(IReadOnlyList<Tensor> tensors, int axis = 0, Slot into = default) => Pile(Several(nameof(Stack), tensors), axis, into);

    /// <summary>The gradient of each tensor is its position of dY along the axis.</summary>
    [VjpOf(nameof(Stack), "tensors")]
    public static void StackVjpTensors(Tensor dY, int axis, ListGradient into)
    {
        for (int i = 0; i < into.Count; i++)
            into.Add(i, Layer(dY, into.Values[i], axis, i, into.Scratch));
    }

    /// <summary>dA = the first position of dY along the axis.</summary>
    [VjpOf(nameof(Stack), "a")]
    public static Tensor StackVjpA(Tensor dY, [ShapeOnly] Tensor a, int axis, Slot into = default) => Layer(dY, a, axis, 0, into);

    /// <summary>dB = the second position of dY along the axis.</summary>
    [VjpOf(nameof(Stack), "b")]
    public static Tensor StackVjpB(Tensor dY, [ShapeOnly] Tensor b, int axis, Slot into = default) => Layer(dY, b, axis, 1, into);

    /// <summary>dC = the third position of dY along the axis.</summary>
    [VjpOf(nameof(Stack), "c")]
    public static Tensor StackVjpC(Tensor dY, [ShapeOnly] Tensor c, int axis, Slot into = default) => Layer(dY, c, axis, 2, into);

    /// <summary>dA = the first position of dY along the axis, for the examples that dY has; all of them along the first axis.</summary>
    [VjpOf(nameof(Stack), "a")]
    public static SparseExamples StackVjpA(SparseExamples dY, [ShapeOnly] Tensor a, int axis, SparseSlot into = default) => Layer(dY, a, axis, 0, into);

    /// <summary>dB = the second position of dY along the axis, for the examples that dY has; all of them along the first axis.</summary>
    [VjpOf(nameof(Stack), "b")]
    public static SparseExamples StackVjpB(SparseExamples dY, [ShapeOnly] Tensor b, int axis, SparseSlot into = default) => Layer(dY, b, axis, 1, into);

    /// <summary>dC = the third position of dY along the axis, for the examples that dY has; all of them along the first axis.</summary>
    [VjpOf(nameof(Stack), "c")]
    public static SparseExamples StackVjpC(SparseExamples dY, [ShapeOnly] Tensor c, int axis, SparseSlot into = default) => Layer(dY, c, axis, 2, into);

    private static Tensor Pile(ReadOnlySpan<Tensor> layers, int axis, Slot into)
    {
        Tensor first = layers[0];
        Span<int> shape = stackalloc int[first.Rank + 1];
        int along = Shapes.Axis(nameof(Stack), axis, shape);
        first.Shape[..along].CopyTo(shape);
        first.Shape[along..].CopyTo(shape[(along + 1)..]);
        shape[along] = layers.Length;
        foreach (Tensor layer in layers)
        {
            if (!layer.HasShapeOf(first))
                throw new ShapeException($"Stack: one tensor is {first.ShapeText} but another {layer.ShapeText}; all must have one shape.");
            Broadcasting.CheckDevice(nameof(Stack), first, layer.Device);
        }

        Tensor y = into.Take(first.Device, shape);
        AxisWindow whole = AxisWindow.Of(shape, along);
        for (int i = 0; i < layers.Length; i++)
            AxisWindow.Copy(new(layers[i], 0, whole.Inner), whole.From(y, i), whole.Rows, whole.Inner);
        return y;
    }

    private static Tensor Layer(Tensor dY, Tensor like, int axis, int position, Slot into)
    {
        AxisWindow whole = AxisWindow.Of(dY.Shape, Shapes.Axis(nameof(Stack), axis, dY.Shape));
        Tensor dX = into.TakeLike(like);
        AxisWindow.Copy(whole.From(dY, position), new(dX, 0, whole.Inner), whole.Rows, whole.Inner);
        return dX;
    }

    private static SparseExamples Layer(SparseExamples dY, Tensor like, int axis, int position, SparseSlot into)
    {
        // Along the first axis the tensors themselves are the examples: one is there with all it has, or not at all.
        ExampleBlocks blocks = new(like, dY, into, apart: Shapes.Axis(nameof(Stack), axis, dY.Shape) != 0);
        Layer(blocks.Gradient, blocks.DX, axis, position, blocks.Slot);
        return blocks.Result;
    }
}
