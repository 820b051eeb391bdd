using ILGPU;

namespace SparseDiff.Gpu;

/// <summary>Rows of a table by number, and the sums of gradients back into it.</summary>
internal static class TableKernels
{
    /// <summary>into[i] = table[rows[i]], rows of <paramref name="width"/> entries.</summary>
    [GpuKernel]
    public static void Gather(int width, ArrayView<int> rows, ArrayView<float> table, ArrayView<float> into)
    {
        for (int i = GpuLanes.First; i < into.IntLength; i += GpuLanes.Stride)
            into[i] = table[(rows[i / width] * width) + (i % width)];
    }

    /// <summary>
    /// into[rows[i]] += dY[i]. The group of a row's first occurrence adds all of them in order, so that the result is the same from
    /// run to run; <paramref name="adds"/>[i] is 0 where it must overwrite instead.
    /// </summary>
    [GpuKernel]
    public static void ScatterAdd(int width, ArrayView<int> rows, ArrayView<int> adds, ArrayView<float> dY, ArrayView<float> into)
    {
        ArrayView<int> shared = SharedMemory.Allocate<int>(Groups.MaximalSize);
        for (int i = Grid.IdxX; i < rows.IntLength; i += Grid.DimX)
        {
            int row = rows[i];
            int before = 0;
            for (int j = Group.IdxX; j < i; j += Group.DimX)
                before += rows[j] == row ? 1 : 0;
            before = Groups.Reduce<int, IntSum>(before, shared);
            for (int column = Group.IdxX; before == 0 && column < width; column += Group.DimX)
            {
                float sum = adds[i] != 0 ? into[(row * width) + column] : 0f;
                for (int j = i; j < rows.IntLength; j++)
                    sum += rows[j] == row ? dY[(j * width) + column] : 0f;
                into[(row * width) + column] = sum;
            }
        }
    }
}
