using ILGPU;

namespace SparseDiff.Gpu;

/// <summary>A tensor [Outer, Extent, Inner] of which Count slices along the middle axis are kept.</summary>
/// <param name="Outer">The product of the dimensions before the axis.</param>
/// <param name="Count">How many slices are kept.</param>
/// <param name="Extent">How many there are.</param>
/// <param name="Inner">The product of the dimensions behind the axis.</param>
/// <param name="Flag">Of norms: 1 for squares.</param>
internal readonly record struct SliceShape(int Outer, int Count, int Extent, int Inner, int Flag)
{
    /// <summary>The place in the full tensor of an entry of the compact block.</summary>
    public int Place(int entry, ArrayView<int> index)
    {
        int inner = entry % Inner;
        int slice = entry / Inner % Count;
        int outer = entry / Inner / Count;
        return (((outer * Extent) + index[slice]) * Inner) + inner;
    }
}

/// <summary>Kernels of gradients that hold whole slices.</summary>
internal static class SliceKernels
{
    /// <summary>The bits of infinity, and of 1e-15, the least norm whose square a float holds with all its digits.</summary>
    private const int Infinity = 0x7F800000, LeastNorm = 0x26901D7D;

    /// <summary>One thread an entry of the compact block.</summary>
    [GpuKernel]
    public static void Gather(SliceShape shape, ArrayView<int> index, ArrayView<float> x, ArrayView<float> into)
    {
        int length = shape.Outer * shape.Count * shape.Inner;
        for (int i = (Grid.IdxX * Group.DimX) + Group.IdxX; i < length; i += Grid.DimX * Group.DimX)
            into[i] = x[shape.Place(i, index)];
    }

    /// <summary>One thread an entry of the compact block; every slice is there once, so no two threads meet.</summary>
    [GpuKernel]
    public static void Scatter(SliceShape shape, ArrayView<int> index, ArrayView<float> x, ArrayView<float> into)
    {
        int length = shape.Outer * shape.Count * shape.Inner;
        for (int i = (Grid.IdxX * Group.DimX) + Group.IdxX; i < length; i += Grid.DimX * Group.DimX)
            into[shape.Place(i, index)] += x[i];
    }

    /// <summary>One thread a slice: neighbouring threads read neighbouring columns.</summary>
    [GpuKernel]
    public static void Norms(SliceShape shape, ArrayView<float> x, ArrayView<float> into)
    {
        for (int slice = (Grid.IdxX * Group.DimX) + Group.IdxX; slice < shape.Extent; slice += Grid.DimX * Group.DimX)
        {
            float sum = 0f;
            for (int outer = 0; outer < shape.Outer; outer++)
            {
                int start = ((outer * shape.Extent) + slice) * shape.Inner;
                for (int i = start; i < start + shape.Inner; i++)
                {
                    float value = x[i];
                    if (shape.Flag != 0)
                        value *= value;
                    else if (value < 0f)
                        value = -value;
                    sum += value;
                }
            }

            if (shape.Flag != 0)
                sum = MathF.Sqrt(sum);
            into[slice] = NeedsMoreRange(shape, sum) ? InDoublePrecision(shape, x, slice, sum) : sum;
        }
    }

    /// <summary>Whether a norm is not finite, which sums of large numbers also become, or so small that the squares were lost.</summary>
    private static bool NeedsMoreRange(SliceShape shape, float norm)
    {
        int rank = Ranks.Of(norm);
        return rank >= Infinity || (shape.Flag != 0 && rank < LeastNorm);
    }

    /// <summary>The norm anew; that of finite entries stays finite, so that it ranks below the others.</summary>
    private static float InDoublePrecision(SliceShape shape, ArrayView<float> x, int slice, float overflowed)
    {
        double sum = 0;
        int largest = 0;
        for (int outer = 0; outer < shape.Outer; outer++)
        {
            int start = ((outer * shape.Extent) + slice) * shape.Inner;
            for (int i = start; i < start + shape.Inner; i++)
            {
                double value = x[i];
                sum += shape.Flag != 0 ? value * value : Math.Abs(value);
                largest = Math.Max(largest, Ranks.Of(x[i]));
            }
        }

        if (largest >= Infinity)
            return overflowed;
        return (float)Math.Min(shape.Flag != 0 ? Math.Sqrt(sum) : sum, float.MaxValue);
    }
}
