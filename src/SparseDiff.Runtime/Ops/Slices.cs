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
}
