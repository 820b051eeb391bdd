namespace SparseDiff;

/// <summary>
/// The gradients of the elements of a <see cref="TensorList"/> while the backward pass goes through what happened to it in reverse: where
/// an element was read, its gradient grows; where one was written, its gradient is that of the written value, and nothing of it reaches
/// what was there before.
/// </summary>
public sealed class ListGradient : IDisposable
{
    private readonly DrawCounter draws;
    private readonly List<Tensor?> gradients = [];
    private readonly List<SlotBuffer> buffers = [];
    private readonly SlotBuffer scratch;
    private int used;

    internal ListGradient(TensorList values, DrawCounter draws) => (Values, this.draws, scratch) = (values, draws, new SlotBuffer(draws));

    /// <summary>The elements as they were at this point of the forward pass.</summary>
    public TensorList Values { get; }

    /// <summary>How many elements there were.</summary>
    public int Count => Values.Count;

    /// <summary>For rules: a buffer for one part of a gradient, until the next one is made.</summary>
    public Slot Scratch => new(scratch);

    /// <summary>The memory of an element's gradient, to be written or added to.</summary>
    /// <param name="index">The element.</param>
    /// <param name="like">A gradient of its shape.</param>
    /// <param name="accumulate">True: add to what is there; false: nothing is there, overwrite all of it.</param>
    public Tensor Room(int index, Tensor like, out bool accumulate)
    {
        ArgumentNullException.ThrowIfNull(like);
        accumulate = gradients[index] is not null;
        return gradients[index] ??= Take(like);
    }

    /// <summary>Takes back a write of an element: before it the list held something else.</summary>
    /// <returns>The gradient of the written value; zeros when nothing read it. Valid for the rest of the backward pass.</returns>
    public Tensor Take(int index)
    {
        Tensor written = Values.Undo(index);
        Tensor? gradient = gradients[index];
        if (Values.Count < gradients.Count)
            gradients.RemoveAt(index);
        else
            gradients[index] = null;
        if (gradient is not null)
            return gradient;
        Tensor zeros = Take(written);
        zeros.Storage.Clear(zeros.Offset, zeros.Length);
        return zeros;
    }

    /// <summary>Takes back an element that was added at the end.</summary>
    /// <inheritdoc cref="Take(int)" path="/returns"/>
    public Tensor TakeLast() => Take(Count - 1);

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        gradients.Clear();
        foreach (SlotBuffer buffer in buffers)
            buffer.Dispose();
        scratch.Dispose();
    }

    /// <summary>Begins a backward pass: no element has a gradient yet.</summary>
    internal ListGradient Begin()
    {
        gradients.Clear();
        for (int i = 0; i < Count; i++)
            gradients.Add(null);
        used = 0;
        return this;
    }

    // What was handed out stays valid until the next backward pass: every gradient gets memory of its own.
    private Tensor Take(Tensor like)
    {
        if (used == buffers.Count)
            buffers.Add(new SlotBuffer(draws));
        return buffers[used++].Take(like.Device, like.Shape);
    }
}
