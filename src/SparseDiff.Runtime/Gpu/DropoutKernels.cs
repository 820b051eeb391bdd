using ILGPU;

namespace SparseDiff.Gpu;

/// <summary>Dropout: whether an entry survives is a function of the key and its index.</summary>
internal static class DropoutKernels
{
    /// <summary>Every entry of a tensor.</summary>
    [GpuKernel]
    public static void Dense(ulong key, uint threshold, float scale, ArrayView<float> x, ArrayView<float> into)
    {
        for (int i = GpuLanes.First; i < into.IntLength; i += GpuLanes.Stride)
            into[i] = CounterRandom.Survives(key, (uint)i, threshold) ? x[i] * scale : 0f;
    }

    /// <summary>The entries of compressed rows.</summary>
    [GpuKernel]
    public static void Compressed(
        SparseShape shape, ulong key, uint threshold, float scale, ArrayView<int> rowStart, ArrayView<int> columns, ArrayView<float> x, ArrayView<float> into)
    {
        for (int row = Grid.IdxX; row < shape.Rows; row += Grid.DimX)
        {
            for (int entry = rowStart[row] + Group.IdxX; entry < rowStart[row + 1]; entry += Group.DimX)
                into[entry] = CounterRandom.Survives(key, (uint)((row * shape.Columns) + columns[entry]), threshold) ? x[entry] * scale : 0f;
        }
    }
}
