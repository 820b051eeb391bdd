using System.Runtime.InteropServices;
using SparseDiff.Kernels;

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

    /// <summary>Any number of tensors one behind the other along an axis.</summary>
    /// <param name="tensors">At least one, of shapes that are equal but for the axis; in a differentiable method a local array or list of it.</param>
    /// <param name="axis">The axis, counted from the last when negative.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <exception cref="ShapeException">There is no tensor, or the shapes do not go together.</exception>
    public static Tensor Concat(IReadOnlyList<Tensor> tensors, int axis = -1, Slot into = default) => Join(nameof(Concat), Several(nameof(Concat), tensors), axis, into);

    /// <summary>The gradient of each tensor is its part of dY.</summary>
    [VjpOf(nameof(Concat), "tensors")]
    public static void ConcatVjpTensors(Tensor dY, int axis, ListGradient into)
    {
        int along = Shapes.Axis(nameof(Concat), axis, dY.Shape);
        int start = 0;
        for (int i = 0; i < into.Count; i++)
        {
            Tensor part = into.Values[i];
            into.Add(i, Part(dY, part, axis, start, into.Scratch));
            start += part.Shape[along];
        }
    }

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

    /// <summary>dA = the selected entries of the first part of dY.</summary>
    [VjpOf(nameof(Concat), "a")]
    public static SparseRows ConcatVjpA(SparseRows dY, [ShapeOnly] Tensor a, int axis, SparseSlot into = default) => Part(dY, a, axis, 0, into);

    /// <summary>dB = the selected entries of the second part of dY.</summary>
    [VjpOf(nameof(Concat), "b")]
    public static SparseRows ConcatVjpB(SparseRows dY, [ShapeOnly] Tensor a, [ShapeOnly] Tensor b, int axis, SparseSlot into = default) =>
        Part(dY, b, axis, a.Shape[Shapes.Axis(nameof(Concat), axis, a.Shape)], into);

    /// <summary>dC = the selected entries of the last part of dY.</summary>
    [VjpOf(nameof(Concat), "c")]
    public static SparseRows ConcatVjpC(SparseRows dY, [ShapeOnly] Tensor c, int axis, SparseSlot into = default)
    {
        int along = Shapes.Axis(nameof(Concat), axis, c.Shape);
        return Part(dY, c, axis, dY.Shape[along] - c.Shape[along], into);
    }

    /// <summary>dA = the first part of dY, for the examples that dY has.</summary>
    [VjpOf(nameof(Concat), "a")]
    public static SparseExamples ConcatVjpA(SparseExamples dY, [ShapeOnly] Tensor a, int axis, SparseSlot into = default) => Part(dY, a, axis, 0, into);

    /// <summary>dB = the second part of dY, for the examples that dY has.</summary>
    [VjpOf(nameof(Concat), "b")]
    public static SparseExamples ConcatVjpB(SparseExamples dY, [ShapeOnly] Tensor a, [ShapeOnly] Tensor b, int axis, SparseSlot into = default) =>
        Part(dY, b, axis, a.Shape[Shapes.Axis(nameof(Concat), axis, a.Shape)], into);

    /// <summary>dC = the last part of dY, for the examples that dY has.</summary>
    [VjpOf(nameof(Concat), "c")]
    public static SparseExamples ConcatVjpC(SparseExamples dY, [ShapeOnly] Tensor c, int axis, SparseSlot into = default)
    {
        int along = Shapes.Axis(nameof(Concat), axis, c.Shape);
        return Part(dY, c, axis, dY.Shape[along] - c.Shape[along], into);
    }

    /// <summary>The tensors of an argument, at least one.</summary>
    private static ReadOnlySpan<Tensor> Several(string operation, IReadOnlyList<Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (tensors.Count == 0)
            throw new ShapeException($"{operation}: there are no tensors; at least one must be given.");
        return tensors switch
        {
            TensorList local => local.All,
            Tensor[] array => array,
            List<Tensor> list => CollectionsMarshal.AsSpan(list),
            _ => tensors.ToArray(),
        };
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

    private static SparseRows Part(SparseRows dY, Tensor like, int axis, int start, SparseSlot into)
    {
        int along = Shapes.Axis(nameof(Concat), axis, like.Shape);
        SparseRows dX = into.Take(dY.Device);
        dY.Device.Kernels.CopyBlock(dY, SparseBlock.Along(dY.Shape, like.Shape, along, start, 0, like.Shape[along]), like.Shape, dX);
        return dX;
    }

    private static SparseExamples Part(SparseExamples dY, Tensor like, int axis, int start, SparseSlot into)
    {
        int along = Shapes.Axis(nameof(Concat), axis, like.Shape);
        if (along == 0)
            return Slices.Moved(dY, start, start + like.Shape[0], -start, like.Shape, into);
        ExampleBlocks blocks = new(like, dY, into);
        Slice(blocks.Gradient, along, start, start + like.Shape[along], blocks.Slot);
        return blocks.Result;
    }
}
