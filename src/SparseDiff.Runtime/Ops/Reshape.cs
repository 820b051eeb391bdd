using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The same entries in the same order under another shape. The result is a view: it shares x's memory.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="shape">The new shape; one dimension may be -1, and is computed.</param>
    /// <exception cref="ShapeException">The lengths differ.</exception>
    public static Tensor Reshape(Tensor x, params ReadOnlySpan<int> shape)
    {
        Span<int> complete = stackalloc int[shape.Length];
        shape.CopyTo(complete);
        int open = shape.IndexOf(-1);
        if (shape.Count(-1) > 1 || shape.ContainsAnyInRange(int.MinValue, -2))
            throw new ShapeException($"Reshape: {Shapes.Text(shape)} is no shape; its dimensions must be 0 or more, and one of them may be -1.");
        if (open >= 0)
        {
            complete[open] = 1;
            int known = Shapes.Length(complete);
            complete[open] = known == 0 ? 0 : x.Length / known;
        }

        if (Shapes.Length(complete) != x.Length)
            throw new ShapeException($"Reshape: x is {x.ShapeText}, {x.Length} entries, which do not fill {Shapes.Text(shape)}.");
        return x.Shape.SequenceEqual(complete) ? x : x.View(complete);
    }

    /// <summary>dX = dY under x's shape.</summary>
    [VjpOf(nameof(Reshape), "x")]
    public static Tensor ReshapeVjp(Tensor dY, [ShapeOnly] Tensor x) => dY.HasShapeOf(x) ? dY : dY.View(x.Shape);

    /// <summary>The same of selected columns: a view where the last dimension stays, else all columns, in memory of their own.</summary>
    [VjpOf(nameof(Reshape), "x")]
    public static SparseColumns ReshapeVjp(SparseColumns dY, [ShapeOnly] Tensor x, SparseSlot into = default)
    {
        SparseColumns dX = SparseColumns.Take(into, dY.Device);
        if (dY.Shape.Length > 0 && x.Rank > 0 && x.Columns == dY.Shape[^1])
            dX.BeginView(dY, x.Shape);
        else
            dY.Device.Kernels.Copy(dY.ToDense(), dX.BeginAll(x.Shape));
        return dX;
    }

    /// <summary>The same of selected examples: a view where the first dimension stays, else all examples, in memory of their own.</summary>
    [VjpOf(nameof(Reshape), "x")]
    public static SparseExamples ReshapeVjp(SparseExamples dY, [ShapeOnly] Tensor x, SparseSlot into = default)
    {
        SparseExamples dX = SparseExamples.Take(into, dY.Device);
        if (Slices.HasExamples(x, dY))
            dX.BeginView(dY, x.Shape);
        else
            dY.Device.Kernels.Copy(dY.ToDense(), dX.BeginAll(x.Shape));
        return dX;
    }

    /// <summary>dX = the selected entries of dY under x's shape.</summary>
    [VjpOf(nameof(Reshape), "x")]
    public static SparseRows ReshapeVjp(SparseRows dY, [ShapeOnly] Tensor x, SparseSlot into = default)
    {
        if (dY.Shape.SequenceEqual(x.Shape))
            return dY;
        SparseRows dX = into.Take(dY.Device);
        dY.Device.Kernels.SparseReshape(dY, x.Shape, dX);
        return dX;
    }
}
