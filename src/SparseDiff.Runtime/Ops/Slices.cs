using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>Slices of dense tensors that go with a gradient of slices.</summary>
internal static class Slices
{
    /// <summary>The slices of a tensor, which broadcasts to the gradient's shape, that the gradient has: in scratch memory, or the tensor itself where it does not vary along the axis.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="dY">The gradient.</param>
    /// <param name="scratch">The number of scratch memory.</param>
    public static Tensor Of(Tensor x, SparseSlices dY, int scratch)
    {
        int axis = dY.Axis - dY.Shape.Length + x.Rank;
        if (dY.Pattern.IsAll || axis < 0 || x.Rank == 0 || (x.Shape[axis] == 1 && dY.Pattern.Extent != 1))
            return x;
        Span<int> shape = stackalloc int[x.Rank];
        x.Shape.CopyTo(shape);
        shape[axis] = dY.Pattern.Count;
        Tensor block = Scratch.Take(x.Device, shape, scratch);
        x.Device.Kernels.Gather(x, axis, dY.Pattern, block);
        return block;
    }

    /// <summary>A gradient as a dense tensor in scratch memory.</summary>
    public static Tensor Dense(SparseSlices dY, int scratch)
    {
        if (dY.Pattern.IsAll)
            return dY.Values;
        Tensor dense = Scratch.Take(dY.Device, dY.Shape, scratch);
        dY.Device.Kernels.Fill(dense, 0);
        dY.Device.Kernels.Scatter(dY.Values, dY.Axis, dY.Pattern, dense);
        return dense;
    }

    /// <summary>Whether x has the examples of the gradient as its own first dimension.</summary>
    public static bool HasExamples(Tensor x, SparseExamples dY) => x.Rank > 0 && dY.Shape.Length > 0 && x.Shape[0] == dY.Shape[0];

    /// <summary>The examples from one on and before another, with their numbers shifted, of a tensor of another length.</summary>
    /// <param name="dY">The gradient.</param>
    /// <param name="first">The first example.</param>
    /// <param name="end">The example behind the last.</param>
    /// <param name="shift">What is added to the examples' numbers.</param>
    /// <param name="shape">The result's shape.</param>
    /// <param name="into">Where the result goes.</param>
    public static SparseExamples Moved(SparseExamples dY, int first, int end, int shift, ReadOnlySpan<int> shape, SparseSlot into)
    {
        // Examples are ascending: those of the part are neighbours in the block.
        int[] examples = dY.Pattern.ToArray();
        int start = examples.Count(example => example < first);
        int[] kept = [.. examples.Where(example => example >= first && example < end).Select(example => example + shift)];
        SparseExamples moved = SparseExamples.Take(into, dY.Device);
        moved.Begin(shape, kept.Length);
        moved.Pattern.Set(shape[0], kept);
        AxisWindow block = AxisWindow.Of(dY.Values.Shape, 0);
        AxisWindow.Copy(block.From(dY.Values, start), new Window(moved.Values, 0, moved.Values.Length), 1, moved.Values.Length);
        return moved;
    }
}
