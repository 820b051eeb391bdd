namespace SparseDiff.Kernels;

/// <summary>Numbers in double precision. Floats that are written come back exactly.</summary>
internal sealed class ReferenceStorage(Device device, int capacity) : Storage(device, capacity)
{
    /// <summary>The numbers.</summary>
    public double[] Values { get; } = new double[capacity];

    /// <inheritdoc/>
    public override void Write(int offset, ReadOnlySpan<float> values)
    {
        ThrowIfDisposed();
        Span<double> target = Values.AsSpan(offset, values.Length);
        for (int i = 0; i < values.Length; i++)
            target[i] = values[i];
    }

    /// <inheritdoc/>
    public override void Read(int offset, Span<float> values)
    {
        ThrowIfDisposed();
        ReadOnlySpan<double> source = Values.AsSpan(offset, values.Length);
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)source[i];
    }

    /// <inheritdoc/>
    public override void Clear(int offset, int length)
    {
        ThrowIfDisposed();
        Values.AsSpan(offset, length).Clear();
    }

    /// <inheritdoc/>
    protected override void Release()
    {
    }
}
