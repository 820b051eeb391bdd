namespace SparseDiff;

/// <summary>Indices in the host's memory, at an address that never moves.</summary>
public sealed unsafe class HostIndexStorage : IndexStorage
{
    private PinnedMemory<int>? memory;

    internal HostIndexStorage(Device device, int capacity)
        : base(device, capacity) => memory = new PinnedMemory<int>(capacity);

    /// <summary>The address of the first index; valid as long as the storage is reachable and not disposed.</summary>
    public int* Pointer => Memory.Pointer;

    private PinnedMemory<int> Memory
    {
        get
        {
            ObjectDisposedException.ThrowIf(memory is null, this);
            return memory;
        }
    }

    /// <inheritdoc/>
    public override void Write(int offset, ReadOnlySpan<int> values) => values.CopyTo(Span(offset, values.Length));

    /// <inheritdoc/>
    public override void Read(int offset, Span<int> values) => Span(offset, values.Length).CopyTo(values);

    internal Span<int> Span(int offset, int length) => Memory.Span(offset, length);

    /// <inheritdoc/>
    protected override void Release() => memory = null;
}
