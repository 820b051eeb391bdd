namespace SparseDiff;

/// <summary>A few reused buffers per thread for values that live only inside one operation.</summary>
internal static class Scratch
{
    /// <summary>The number of the first of a kernel's gathered inputs; those below are for single values.</summary>
    public const int FirstOfBlocks = 4;

    /// <summary>How many values one operation may hold at a time.</summary>
    public const int Numbers = 12;

    [ThreadStatic]
    private static SlotBuffer?[]? buffers;

    /// <summary>A tensor of this shape; the next call on this thread with the same number takes it back.</summary>
    public static Tensor Take(Device device, ReadOnlySpan<int> shape, int number = 0) =>
        ((buffers ??= new SlotBuffer?[Numbers])[number] ??= new SlotBuffer(new DrawCounter())).Take(device, shape);
}
