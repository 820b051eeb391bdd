namespace SparseDiff;

/// <summary>Reused buffers of each thread for values that live only inside one operation.</summary>
internal static class Scratch
{
    [ThreadStatic]
    private static SlotBuffer?[]? buffers;

    /// <summary>A tensor of this shape; the next call with the same number on this thread takes it back.</summary>
    /// <param name="device">Where it lies.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="number">0 or 1: an operation may need two at a time.</param>
    public static Tensor Take(Device device, ReadOnlySpan<int> shape, int number = 0)
    {
        buffers ??= new SlotBuffer?[2];
        return (buffers[number] ??= new SlotBuffer(new DrawCounter())).Take(device, shape);
    }
}
