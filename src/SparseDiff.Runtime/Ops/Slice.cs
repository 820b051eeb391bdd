using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The part of x from <paramref name="start"/> up to, not including, <paramref name="end"/> along an axis.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis, counted from the last when negative.</param>
    /// <param name="start">The first position.</param>
    /// <param name="end">The position behind the last.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <exception cref="ShapeException">There is no such part.</exception>
    public static Tensor Slice(Tensor x, int axis, int start, int end, Slot into = default)
    {
        int along = Shapes.Axis(nameof(Slice), axis, x.Shape);
        if (start < 0 || end < start || end > x.Shape[along])
            throw new ShapeException($"Slice: {start} to {end} do not lie inside axis {axis} of x, which is {x.ShapeText}.");
        Span<int> shape = stackalloc int[x.Rank];
        x.Shape.CopyTo(shape);
        shape[along] = end - start;
        Tensor y = into.Take(x.Device, shape);
        AxisWindow from = AxisWindow.Of(x.Shape, along);
        AxisWindow to = AxisWindow.Of(shape, along);
        AxisWindow.Copy(from.From(x, start), to.From(y, 0), from.Rows, to.Extent * to.Inner);
        return y;
    }

    /// <summary>dX += dY in the part; several parts of one value add to one gradient.</summary>
    [VjpOf(nameof(Slice), "x")]
    public static void SliceVjp(Tensor dY, int axis, int start, RowGradient into)
    {
        int along = Shapes.Axis(nameof(Slice), axis, into.Shape);
        AxisWindow from = AxisWindow.Of(dY.Shape, along);
        AxisWindow to = AxisWindow.Of(into.Shape, along);
        if (along == 0)
        {
            AddRows(dY, start, into);
            return;
        }

        int width = from.Extent * from.Inner;
        if (into.TouchAll())
        {
            AxisWindow.Add(from.From(dY, 0), to.From(into.Buffer, start), from.Rows, width);
            return;
        }

        into.Buffer.Storage.Clear(into.Buffer.Offset, into.Buffer.Length);
        AxisWindow.Copy(from.From(dY, 0), to.From(into.Buffer, start), from.Rows, width);
    }

    /// <summary>dX = the selected entries of dY, at their places in x.</summary>
    [VjpOf(nameof(Slice), "x")]
    public static SparseRows SliceVjp(SparseRows dY, [ShapeOnly] Tensor x, int axis, int start, SparseSlot into = default)
    {
        int along = Shapes.Axis(nameof(Slice), axis, x.Shape);
        SparseRows dX = into.Take(dY.Device);
        dY.Device.Kernels.CopyBlock(dY, SparseBlock.Along(dY.Shape, x.Shape, along, 0, start, dY.Shape[along]), x.Shape, dX);
        return dX;
    }

    /// <summary>dX = dY in the part, for the examples that dY has; along the first axis the same examples at their places in x.</summary>
    [VjpOf(nameof(Slice), "x")]
    public static SparseExamples SliceVjp(SparseExamples dY, [ShapeOnly] Tensor x, int axis, int start, SparseSlot into = default)
    {
        int along = Shapes.Axis(nameof(Slice), axis, x.Shape);
        if (along == 0)
            return Slices.Moved(dY, 0, dY.Pattern.Extent, start, x.Shape, into);
        ExampleBlocks blocks = new(x, dY, into);
        dY.Device.Kernels.Fill(blocks.DX, 0);
        AxisWindow from = AxisWindow.Of(blocks.Gradient.Shape, along);
        AxisWindow to = AxisWindow.Of(blocks.DX.Shape, along);
        AxisWindow.Copy(from.From(blocks.Gradient, 0), to.From(blocks.DX, start), from.Rows, from.Extent * from.Inner);
        return blocks.Result;
    }

    /// <summary>Consecutive rows: only they are touched.</summary>
    private static void AddRows(Tensor dY, int start, RowGradient into)
    {
        into.BeginAdding();
        int rows = dY.Shape[0];
        int width = into.RowLength;
        for (int row = 0; row < rows;)
        {
            // As many rows as are all new, or all there already.
            int first = row;
            bool adds = into.Touch(start + row++);
            bool next = adds;
            while (row < rows && (next = into.Touch(start + row)) == adds)
                row++;
            Window from = new(dY, first * width, width);
            Window to = new(into.Buffer, (start + first) * width, width);
            if (adds)
                AxisWindow.Add(from, to, row - first, width);
            else
                AxisWindow.Copy(from, to, row - first, width);
            if (row < rows && next != adds)
            {
                // The row that ended the run is announced already.
                Window one = new(dY, row * width, width);
                Window target = new(into.Buffer, (start + row) * width, width);
                if (next)
                    AxisWindow.Add(one, target, 1, width);
                else
                    AxisWindow.Copy(one, target, 1, width);
                row++;
            }
        }
    }
}
