using ILGPU;

namespace SparseDiff.Gpu;

/// <summary>Sums of everything before, for the rows of a selection: few numbers, one group.</summary>
internal static class ScanKernels
{
    /// <summary>values[i] becomes the sum of values[0 .. i); the place behind the last becomes the sum of all.</summary>
    [GpuKernel]
    public static void Ints(int count, ArrayView<int> values) =>
        Exclusive<int, IntSum>(count, values, SharedMemory.Allocate<int>(Groups.MaximalSize));

    /// <inheritdoc cref="Ints"/>
    [GpuKernel]
    public static void Longs(int count, ArrayView<long> values) =>
        Exclusive<long, LongSum>(count, values, SharedMemory.Allocate<long>(Groups.MaximalSize));

    /// <inheritdoc cref="Ints"/>
    [GpuKernel]
    public static void Doubles(int count, ArrayView<double> values) =>
        Exclusive<double, DoubleSum>(count, values, SharedMemory.Allocate<double>(Groups.MaximalSize));

    private static void Exclusive<T, TMerge>(int count, ArrayView<T> values, ArrayView<T> shared)
        where T : unmanaged
        where TMerge : struct, IMerge<T>
    {
        T before = default;
        for (int first = 0; first < count; first += Group.DimX)
        {
            int i = first + Group.IdxX;
            T value = default;
            if (i < count)
                value = values[i];
            Groups.Scan<T, TMerge>(value, shared, out T inChunk, out T total);
            if (i < count)
                values[i] = TMerge.Merge(before, inChunk);
            before = TMerge.Merge(before, total);
        }

        if (Group.IdxX == 0)
            values[count] = before;
    }
}
