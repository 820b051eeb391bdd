namespace SparseDiff;

/// <summary>Where an operation puts its result: a reused buffer of a <see cref="Workspace"/>, or, by default, new memory.</summary>
public readonly struct Slot
{
    private readonly SlotBuffer? buffer;

    internal Slot(SlotBuffer buffer) => this.buffer = buffer;

    /// <summary>A tensor of this shape; what it holds is undefined. In steady state this allocates nothing.</summary>
    public Tensor Take(Device device, params ReadOnlySpan<int> shape) =>
        buffer is null ? Tensor.Zeros(device, shape) : buffer.Take(device, shape);

    /// <summary>A tensor of the same shape on the same device.</summary>
    public Tensor TakeLike(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Take(other.Device, other.Shape);
    }

    /// <summary>
    /// The next number of the workspace's sequence 0, 1, 2, …: an operation makes its random numbers from its seed and this, so every
    /// step draws anew and every run draws the same. Checkpoints keep the sequence.
    /// </summary>
    public ulong NextDraw() => buffer?.NextDraw() ?? 0;
}
