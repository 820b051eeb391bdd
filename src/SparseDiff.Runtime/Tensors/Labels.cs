using System.Numerics.Tensors;

namespace SparseDiff;

/// <summary>The classes of a batch of examples: one integer each.</summary>
public sealed class Labels
{
    private readonly int[] values;
    private readonly int room;

    internal Labels(IndexStorage storage, int[] values, int offset, int count)
    {
        (Storage, this.values, Offset, room, Count) = (storage, values, offset, count, count);
    }

    /// <summary>The memory the labels are in.</summary>
    public IndexStorage Storage { get; }

    /// <summary>Where in <see cref="Storage"/> the first label is.</summary>
    public int Offset { get; }

    /// <summary>The device the labels are on.</summary>
    public Device Device => Storage.Device;

    /// <summary>How many examples there are.</summary>
    public int Count { get; private set; }

    /// <summary>The host's copy of the labels.</summary>
    public ReadOnlySpan<int> Values => values.AsSpan(Offset, Count);

    /// <summary>The smallest label; 0 when there is none.</summary>
    public int Smallest => Count == 0 ? 0 : TensorPrimitives.Min(Values);

    /// <summary>The largest label; -1 when there is none.</summary>
    public int Largest => Count == 0 ? -1 : TensorPrimitives.Max(Values);

    /// <summary>Labels with a copy of <paramref name="values"/>.</summary>
    public static Labels From(ReadOnlySpan<int> values, Device? device = null)
    {
        var labels = new Labels((device ?? Device.Cpu).AllocateIndices(values.Length), new int[values.Length], 0, values.Length);
        labels.CopyFrom(values);
        return labels;
    }

    /// <summary>Overwrites the labels; a batch may be shorter than the room that the first one made, not longer.</summary>
    /// <exception cref="ShapeException">There is not enough room.</exception>
    public void CopyFrom(ReadOnlySpan<int> newValues)
    {
        if (newValues.Length > room)
            throw new ShapeException($"{newValues.Length} labels were given, but there is room for {room}.");
        newValues.CopyTo(values.AsSpan(Offset));
        Storage.Write(Offset, newValues);
        Count = newValues.Length;
    }

    /// <summary>These labels on a device: themselves when they are there already, else a copy.</summary>
    public Labels To(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return ReferenceEquals(device, Device) ? this : From(Values, device);
    }

    /// <summary>A copy of the labels.</summary>
    public int[] ToArray() => Values.ToArray();
}
