namespace SparseDiff;

/// <summary>Which slices along one axis exist: the part that gradients with the same selection share.</summary>
public sealed class AxisPattern : IDisposable
{
    internal AxisPattern(Device device) => Device = device;

    /// <summary>The device the indices are on.</summary>
    public Device Device { get; }

    /// <summary>How many slices the axis has.</summary>
    public int Extent { get; private set; }

    /// <summary>How many of them exist.</summary>
    public int Count { get; private set; }

    /// <summary>Whether every slice exists.</summary>
    public bool IsAll => Count == Extent;

    /// <summary>The slices that exist, ascending, [at least Count].</summary>
    public IndexStorage Index { get; private set; } = null!;

    /// <summary>A copy of the slices that exist, ascending, on the host; waits for kernels that write them.</summary>
    public int[] ToArray()
    {
        var indices = new int[Count];
        Index.Read(0, indices);
        return indices;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => Index?.Dispose();

    /// <summary>Makes room for so many slices; which they are is undefined.</summary>
    internal void Reset(int extent, int count)
    {
        (Extent, Count) = (extent, count);
        int capacity = count + SparseRows.Slack;
        if (Index is not null && Index.Capacity >= capacity)
            return;
        Index?.Dispose();
        Index = Device.AllocateIndices(capacity);
    }

    /// <summary>Sets the slices that exist: ascending, each once.</summary>
    internal void Set(int extent, ReadOnlySpan<int> indices)
    {
        Reset(extent, indices.Length);
        Index.Write(0, indices);
    }

    /// <summary>Makes every slice exist.</summary>
    internal void SetAll(int extent)
    {
        var indices = new int[extent];
        for (int i = 0; i < extent; i++)
            indices[i] = i;
        Set(extent, indices);
    }
}
