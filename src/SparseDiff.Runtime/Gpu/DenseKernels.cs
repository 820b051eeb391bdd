using ILGPU;

namespace SparseDiff.Gpu;

/// <summary>Filling, gathering and adding: one thread an entry.</summary>
internal static class DenseKernels
{
    /// <summary>into = value.</summary>
    [GpuKernel]
    public static void Fill(float value, ArrayView<float> into)
    {
        for (int i = GpuLanes.First; i < into.IntLength; i += GpuLanes.Stride)
            into[i] = value;
    }

    /// <summary>into[i] = scale · x[from(i)]: broadcasting and permuting.</summary>
    [GpuKernel]
    public static void Gather(Strided from, float scale, ArrayView<float> x, ArrayView<float> into)
    {
        for (int i = GpuLanes.First; i < from.Length; i += GpuLanes.Stride)
            into[i] = scale * x[from.At(i)];
    }

    /// <summary>into[to(i)] = x[i]: the way back of <see cref="Gather"/>.</summary>
    [GpuKernel]
    public static void Spread(Strided to, ArrayView<float> x, ArrayView<float> into)
    {
        for (int i = GpuLanes.First; i < to.Length; i += GpuLanes.Stride)
            into[to.At(i)] = x[i];
    }

    /// <summary>into += x.</summary>
    [GpuKernel]
    public static void Add(ArrayView<float> x, ArrayView<float> into)
    {
        for (int i = GpuLanes.First; i < into.IntLength; i += GpuLanes.Stride)
            into[i] += x[i];
    }

    /// <summary>into = a + b.</summary>
    [GpuKernel]
    public static void Sum(ArrayView<float> a, ArrayView<float> b, ArrayView<float> into)
    {
        for (int i = GpuLanes.First; i < into.IntLength; i += GpuLanes.Stride)
            into[i] = a[i] + b[i];
    }
}
