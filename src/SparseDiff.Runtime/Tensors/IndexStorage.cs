namespace SparseDiff;

/// <summary>A block of 32-bit indices in a device's memory: row starts, column indices, labels.</summary>
public abstract class IndexStorage(Device device, int capacity) : IDisposable
{
    /// <summary>The device whose memory this is.</summary>
    public Device Device { get; } = device;

    /// <summary>How many indices fit.</summary>
    public int Capacity { get; } = capacity;

    /// <summary>Whether the memory was given back; using it then is an error.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>Copies <paramref name="values"/> to the device, from <paramref name="offset"/> on.</summary>
    public abstract void Write(int offset, ReadOnlySpan<int> values);

    /// <summary>Copies indices from the device, from <paramref name="offset"/> on; waits for kernels that write them.</summary>
    public abstract void Read(int offset, Span<int> values);

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
}
