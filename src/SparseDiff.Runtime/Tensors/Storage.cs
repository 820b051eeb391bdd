namespace SparseDiff;

/// <summary>A block of numbers in a device's memory. Tensors are views of storages.</summary>
public abstract class Storage(Device device, int capacity) : IDisposable
{
    /// <summary>The device whose memory this is.</summary>
    public Device Device { get; } = device;

    /// <summary>How many numbers fit.</summary>
    public int Capacity { get; } = capacity;

    /// <summary>Whether the memory was given back; using it then is an error.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>Copies <paramref name="values"/> to the device, from <paramref name="offset"/> on.</summary>
    public abstract void Write(int offset, ReadOnlySpan<float> values);

    /// <summary>Copies numbers from the device, from <paramref name="offset"/> on; waits for kernels that write them.</summary>
    public abstract void Read(int offset, Span<float> values);

    /// <summary>Sets <paramref name="length"/> numbers to zero, from <paramref name="offset"/> on.</summary>
    public abstract void Clear(int offset, int length);

    /// <summary>Gives the memory back now, not when the garbage collector gets there.</summary>
    public void Dispose()
    {
        if (!IsDisposed)
        {
            IsDisposed = true;
            Release();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the memory; called once.</summary>
    protected abstract void Release();

    /// <summary>Fails with a clear message when the memory was given back.</summary>
    protected void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(IsDisposed, this);
}
