using System.Runtime.InteropServices;

namespace SparseDiff;

/// <summary>Numbers in the host's memory, at an address that never moves: 64-byte aligned memory of its own, or a pinned array of the caller's.</summary>
public sealed unsafe class HostStorage : Storage
{
    private PinnedMemory<float>? memory;
    private GCHandle pin;

    internal HostStorage(Device device, int capacity)
        : base(device, capacity)
    {
        memory = new PinnedMemory<float>(capacity);
        GC.SuppressFinalize(this);
    }

    internal HostStorage(Device device, float[] array)
        : base(device, array.Length)
    {
        pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        memory = new PinnedMemory<float>(array);
    }

    /// <summary>Lets go of a caller's array that nobody disposed.</summary>
    ~HostStorage() => Release();

    /// <summary>The address of the first number; valid as long as the storage is reachable and not disposed.</summary>
    public float* Pointer => Memory.Pointer;

    private PinnedMemory<float> Memory
    {
        get
        {
            ObjectDisposedException.ThrowIf(memory is null, this);
            return memory;
        }
    }

    /// <inheritdoc/>
    public override void Write(int offset, ReadOnlySpan<float> values) => values.CopyTo(Span(offset, values.Length));

    /// <inheritdoc/>
    public override void Read(int offset, Span<float> values) => Span(offset, values.Length).CopyTo(values);

    /// <inheritdoc/>
    public override void Clear(int offset, int length) => Span(offset, length).Clear();

    internal Span<float> Span(int offset, int length) => Memory.Span(offset, length);

    /// <inheritdoc/>
    protected override void Release()
    {
        memory = null;
        if (pin.IsAllocated)
            pin.Free();
    }
}
