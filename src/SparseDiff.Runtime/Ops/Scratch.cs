namespace SparseDiff;

/// <summary>One reused buffer per thread for a value that lives only inside one operation.</summary>
internal static class Scratch
{
    [ThreadStatic]
    private static SlotBuffer? buffer;

    /// <summary>A tensor of this shape; the next call on this thread takes it back.</summary>
    public static Tensor Take(Device device, ReadOnlySpan<int> shape) => (buffer ??= new SlotBuffer(new DrawCounter())).Take(device, shape);
}
