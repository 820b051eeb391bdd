using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SparseDiff;

/// <summary>Managed memory that never moves: kernels use its address, and a span into it keeps it alive, whatever becomes of the tensor.</summary>
/// <typeparam name="T">The entries' type.</typeparam>
internal sealed unsafe class PinnedMemory<T>
    where T : unmanaged
{
    /// <summary>Vector kernels load whole cache lines.</summary>
    private const int Alignment = 64;

    private readonly T[] array;
    private readonly int start;
    private readonly int length;

    /// <summary>Room for so many entries, all zero, from a multiple of 64 bytes on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public PinnedMemory(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        int slack = Alignment / sizeof(T);
        array = GC.AllocateArray<T>((int)Math.Min((long)length + slack, Array.MaxLength), pinned: true);
        nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
        start = (int)((Alignment - (address % Alignment)) % Alignment) / sizeof(T);
        this.length = length;
        Pointer = (T*)address + start;
    }

    /// <summary>An array that somebody else keeps where it is.</summary>
    public PinnedMemory(T[] pinned)
    {
        (array, length) = (pinned, pinned.Length);
        Pointer = (T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
    }

    /// <summary>The address of the first entry; valid as long as this object or a span into it is reachable.</summary>
    public T* Pointer { get; }

    /// <summary>Some of the entries.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They do not lie inside.</exception>
    public Span<T> Span(int offset, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)(uint)offset + (uint)count, (ulong)length);
        return array.AsSpan(start + offset, count);
    }
}
