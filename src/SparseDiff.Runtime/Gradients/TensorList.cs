using System.Collections;
using System.Runtime.InteropServices;

namespace SparseDiff;

/// <summary>
/// A local array or list of tensors of a differentiable method, as generated code has it: its elements, and what was written over, so
/// that the backward pass finds every element as it was.
/// </summary>
/// <remarks>Elements are references: storing a tensor copies nothing. In steady state nothing is allocated.</remarks>
public sealed class TensorList : IReadOnlyList<Tensor>
{
    private const int Appended = -1;

    private readonly List<Tensor?> elements = [];
    private readonly List<(int Index, Tensor? Before)> writes = [];

    internal TensorList()
    {
    }

    /// <summary>How many elements there are.</summary>
    public int Count => elements.Count;

    /// <summary>The same, as an array calls it.</summary>
    public int Length => elements.Count;

    /// <summary>All elements.</summary>
    /// <exception cref="InvalidOperationException">An element of an array has no value yet.</exception>
    internal ReadOnlySpan<Tensor> All
    {
        get
        {
            for (int i = 0; i < elements.Count; i++)
                _ = this[i];
            return CollectionsMarshal.AsSpan(elements)!;
        }
    }

    /// <summary>An element.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    /// <exception cref="InvalidOperationException">The element of an array has no value yet.</exception>
    public Tensor this[int index]
    {
        get => elements[index] ?? throw new InvalidOperationException($"Element {index} of an array of {Count} tensors is read before it has a value.");
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            writes.Add((index, elements[index]));
            elements[index] = value;
        }
    }

    /// <summary>One more element at the end.</summary>
    public void Add(Tensor element)
    {
        ArgumentNullException.ThrowIfNull(element);
        writes.Add((Appended, null));
        elements.Add(element);
    }

    /// <inheritdoc/>
    public IEnumerator<Tensor> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Begins anew with elements that have no value yet.</summary>
    internal TensorList Begin(int length)
    {
        elements.Clear();
        writes.Clear();
        CollectionsMarshal.SetCount(elements, length);
        CollectionsMarshal.AsSpan(elements).Clear();
        return this;
    }

    /// <summary>Takes the last write back, which was that of this element.</summary>
    /// <returns>What was written.</returns>
    internal Tensor Undo(int index)
    {
        (int at, Tensor? before) = writes[^1];
        if (at != index && at != Appended)
            throw new InvalidOperationException($"The backward pass takes back a write of element {index}, but the last one was of element {at}.");
        writes.RemoveAt(writes.Count - 1);
        Tensor written = this[index];
        if (at == Appended)
            elements.RemoveAt(index);
        else
            elements[index] = before;
        return written;
    }
}
