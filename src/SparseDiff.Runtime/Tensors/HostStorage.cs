using System.Runtime.InteropServices;

namespace SparseDiff;

/// <summary>Numbers in the host's memory, at an address that never moves: 64-byte aligned memory of its own, or a pinned array of the caller's.</summary>
public sealed unsafe class HostStorage : Storage
{
    private const int Alignment = 64;

    private GCHandle pin;
    private float* pointer;

    internal HostStorage(Device device, int capacity)
        : base(device, capacity)
    {
        nuint bytes = (nuint)Math.Max(capacity, 1) * sizeof(float);
        pointer = (float*)NativeMemory.AlignedAlloc(bytes, Alignment);
        NativeMemory.Clear(pointer, bytes);
        GC.AddMemoryPressure((long)bytes);
    }

    internal HostStorage(Device device, float[] array)
        : base(device, array.Length)
    {
        pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        pointer = (float*)pin.AddrOfPinnedObject();
    }

    /// <summary>Frees memory that nobody disposed.</summary>
    ~HostStorage() => Release();

    /// <summary>The address of the first number.</summary>
    public float* Pointer
    {
        get
        {
            ThrowIfDisposed();
            return pointer;
        }
    }

    /// <inheritdoc/>
    public override void Write(int offset, ReadOnlySpan<float> values) => values.CopyTo(Span(offset, values.Length));

    /// <inheritdoc/>
    public override void Read(int offset, Span<float> values) => Span(offset, values.Length).CopyTo(values);

    /// <inheritdoc/>
    public override void Clear(int offset, int length) => Span(offset, length).Clear();

    internal Span<float> Span(int offset, int length)
    {
        ThrowIfDisposed();
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)offset + (uint)length, (uint)Capacity);
        return new Span<float>(pointer + offset, length);
    }

    /// <inheritdoc/>
    protected override void Release()
    {
        if (pin.IsAllocated)
            pin.Free();
        else if (pointer != null)
        {
            NativeMemory.AlignedFree(pointer);
            GC.RemoveMemoryPressure((long)Math.Max(Capacity, 1) * sizeof(float));
        }

        pointer = null;
    }
}
