using System.Buffers;

namespace SparseDiff;

/// <summary>Values that a loop hands from turn to turn, kept for the way back: last in, first out.</summary>
/// <typeparam name="T">The values' type.</typeparam>
/// <remarks>
/// It begins in the memory it is given, on the stack, and goes on in pooled arrays, so that it allocates nothing in steady state. Generated code
/// gives these back at its end and not when it throws: the array is garbage then, which is harmless, and no <c>try</c> keeps variables out of registers.
/// </remarks>
/// <param name="beginning">The first memory.</param>
public ref struct Tape<T>(Span<T> beginning)
{
    private const int FirstArray = 256;
    private Span<T> values = beginning;
    private T[]? pooled;

    /// <summary>How many values it holds.</summary>
    public int Count { readonly get; private set; }

    /// <summary>Puts a value on top.</summary>
    public void Push(T value)
    {
        if (Count == values.Length)
            Grow();
        values[Count++] = value;
    }

    /// <summary>Takes the value on top.</summary>
    /// <exception cref="InvalidOperationException">It holds none.</exception>
    public T Pop()
    {
        if (Count == 0)
            throw new InvalidOperationException("The tape is empty: more values are taken than were kept.");
        return values[--Count];
    }

    /// <summary>Gives pooled memory back.</summary>
    public void Dispose()
    {
        if (pooled is not null)
            ArrayPool<T>.Shared.Return(pooled, clearArray: System.Runtime.CompilerServices.RuntimeHelpers.IsReferenceOrContainsReferences<T>());
        pooled = null;
        values = default;
        Count = 0;
    }

    private void Grow()
    {
        T[] larger = ArrayPool<T>.Shared.Rent(Math.Max(FirstArray, values.Length * 2));
        values.CopyTo(larger);
        if (pooled is not null)
            ArrayPool<T>.Shared.Return(pooled, clearArray: System.Runtime.CompilerServices.RuntimeHelpers.IsReferenceOrContainsReferences<T>());
        pooled = larger;
        values = larger;
    }
}
