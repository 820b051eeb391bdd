using System.Numerics.Tensors;

namespace SparseDiff;

/// <summary>Whole numbers of some shape that say which rows of a table are meant: tokens, positions, neighbours.</summary>
/// <remarks>The host keeps a copy, so that the rows a gradient will touch are known without asking the device.</remarks>
public sealed class Indices
{
    private readonly int[] shape;
    private readonly int[] values;
    private Indices?[]? rows;
    private Labels? labels;

    private Indices(IndexStorage storage, int[] values, int offset, ReadOnlySpan<int> shape)
    {
        (Storage, this.values, Offset, this.shape) = (storage, values, offset, shape.ToArray());
        Count = Shapes.Length(shape);
    }

    /// <summary>The memory the numbers are in.</summary>
    public IndexStorage Storage { get; }

    /// <summary>Where in <see cref="Storage"/> the first number is.</summary>
    public int Offset { get; }

    /// <summary>How many numbers there are.</summary>
    public int Count { get; }

    /// <summary>The dimensions.</summary>
    public ReadOnlySpan<int> Shape => shape;

    /// <summary>The shape as text, such as <c>[16, 64]</c>.</summary>
    public string ShapeText => Shapes.Text(shape);

    /// <summary>The device the numbers are on.</summary>
    public Device Device => Storage.Device;

    /// <summary>The host's copy of the numbers.</summary>
    public ReadOnlySpan<int> Values => values.AsSpan(Offset, Count);

    /// <summary>The smallest number; 0 when there is none.</summary>
    public int Smallest => Count == 0 ? 0 : TensorPrimitives.Min(Values);

    /// <summary>The largest number; -1 when there is none.</summary>
    public int Largest => Count == 0 ? -1 : TensorPrimitives.Max(Values);

    /// <summary>Indices with a copy of <paramref name="values"/>, in row-major order.</summary>
    /// <exception cref="ShapeException">The number of values is not that of the shape.</exception>
    public static Indices From(ReadOnlySpan<int> values, ReadOnlySpan<int> shape, Device? device = null)
    {
        int count = Shapes.Length(shape);
        var indices = new Indices((device ?? Device.Cpu).AllocateIndices(count), new int[count], 0, shape);
        indices.CopyFrom(values);
        return indices;
    }

    /// <summary>Overwrites the numbers; views (<see cref="Row"/>, <see cref="AsLabels"/>) see the new ones.</summary>
    /// <exception cref="ShapeException">The number of values is another.</exception>
    public void CopyFrom(ReadOnlySpan<int> newValues)
    {
        if (newValues.Length != Count)
            throw new ShapeException($"Indices of shape {ShapeText} have {Count} entries, but {newValues.Length} values were given.");
        newValues.CopyTo(values.AsSpan(Offset));
        Storage.Write(Offset, newValues);
    }

    /// <summary>The part at one position of the first dimension, without a copy: of tokens [steps, batch] those of a step. Made once.</summary>
    /// <exception cref="ShapeException">There is no such position.</exception>
    public Indices Row(int index)
    {
        if (shape.Length == 0 || (uint)index >= (uint)shape[0])
            throw new ShapeException($"Row: {index} is not a position of the first dimension of {ShapeText}.");
        rows ??= new Indices?[shape[0]];
        return rows[index] ??= new Indices(Storage, values, Offset + (index * (Count / shape[0])), shape.AsSpan(1));
    }

    /// <summary>The same numbers as classes, one for each example, without a copy. Made once.</summary>
    public Labels AsLabels() => labels ??= new Labels(Storage, values, Offset, Count);

    /// <summary>These indices on a device: themselves when they are there already, else a copy.</summary>
    public Indices To(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return ReferenceEquals(device, Device) ? this : From(Values, shape, device);
    }

    /// <summary>A copy of the numbers.</summary>
    public int[] ToArray() => Values.ToArray();
}
