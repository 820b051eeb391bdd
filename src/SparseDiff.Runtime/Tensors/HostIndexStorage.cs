using System.Runtime.InteropServices;

namespace SparseDiff;

/// <summary>Indices in the host's memory, at an address that never moves.</summary>
public sealed unsafe class HostIndexStorage : IndexStorage
{
    private int* pointer;

    internal HostIndexStorage(Device device, int capacity)
        : base(device, capacity)
    {
        nuint bytes = (nuint)Math.Max(capacity, 1) * sizeof(int);
        pointer = (int*)NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(pointer, bytes);
    }

    /// <summary>Frees memory that nobody disposed.</summary>
    ~HostIndexStorage() => Release();

    /// <summary>The address of the first index.</summary>
    public int* Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            return pointer;
        }
    }

    /// <inheritdoc/>
    public override void Write(int offset, ReadOnlySpan<int> values) => values.CopyTo(Span(offset, values.Length));

    /// <inheritdoc/>
    public override void Read(int offset, Span<int> values) => Span(offset, values.Length).CopyTo(values);

    internal Span<int> Span(int offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)offset + (uint)length, (uint)Capacity);
        return new Span<int>(Pointer + offset, length);
    }

    /// <inheritdoc/>
    protected override void Release()
    {
        NativeMemory.AlignedFree(pointer);
        pointer = null;
    }
}
