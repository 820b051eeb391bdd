namespace SparseDiff;

/// <summary>The classes of a batch of examples: one integer each.</summary>
public sealed class Labels
{
    private Labels(IndexStorage storage, int count, int smallest, int largest)
    {
        (Storage, Count, Smallest, Largest) = (storage, count, smallest, largest);
    }

    /// <summary>The memory the labels are in.</summary>
    public IndexStorage Storage { get; private set; }

    /// <summary>The device the labels are on.</summary>
    public Device Device => Storage.Device;

    /// <summary>How many examples there are.</summary>
    public int Count { get; private set; }

    /// <summary>The smallest label; 0 when there is none.</summary>
    public int Smallest { get; private set; }

    /// <summary>The largest label; -1 when there is none.</summary>
    public int Largest { get; private set; }

    /// <summary>Labels with a copy of <paramref name="values"/>.</summary>
    public static Labels From(ReadOnlySpan<int> values, Device? device = null)
    {
        var labels = new Labels((device ?? Device.Cpu).AllocateIndices(values.Length), 0, 0, -1);
        labels.CopyFrom(values);
        return labels;
    }

    /// <summary>Overwrites the labels; a batch may be shorter than the room that the first one made, not longer.</summary>
    /// <exception cref="ShapeException">There is not enough room.</exception>
    public void CopyFrom(ReadOnlySpan<int> values)
    {
        if (values.Length > Storage.Capacity)
            throw new ShapeException($"{values.Length} labels were given, but there is room for {Storage.Capacity}.");
        Storage.Write(0, values);
        (Count, Smallest, Largest) = (values.Length, 0, -1);
        if (values.IsEmpty)
            return;
        (Smallest, Largest) = (int.MaxValue, int.MinValue);
        foreach (int value in values)
            (Smallest, Largest) = (Math.Min(Smallest, value), Math.Max(Largest, value));
    }

    /// <summary>These labels on a device: themselves when they are there already, else a copy.</summary>
    public Labels To(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return ReferenceEquals(device, Device) ? this : From(ToArray(), device);
    }

    /// <summary>A copy of the labels.</summary>
    public int[] ToArray()
    {
        var values = new int[Count];
        Storage.Read(0, values);
        return values;
    }
}
