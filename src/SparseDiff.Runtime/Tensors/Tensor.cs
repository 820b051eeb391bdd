using System.Diagnostics;

namespace SparseDiff;

/// <summary>An n-dimensional array of 32-bit floats in row-major order, on a device.</summary>
/// <remarks>
/// Tensors are contiguous views of a <see cref="Storage"/>. A shape never changes; several tensors may share a storage
/// (<see cref="View"/>). Intermediate results of generated code live in a <see cref="Workspace"/>, which reuses them.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class Tensor
{
    private readonly int[] shape;

    internal Tensor(Storage storage, int offset, ReadOnlySpan<int> shape)
    {
        this.shape = shape.ToArray();
        Storage = storage;
        Offset = offset;
        Length = Shapes.Length(shape);
        Debug.Assert(offset + Length <= storage.Capacity, "A tensor lies inside its storage.");
    }

    /// <summary>The dimensions; empty for a scalar.</summary>
    public ReadOnlySpan<int> Shape => shape;

    /// <summary>How many dimensions there are.</summary>
    public int Rank => shape.Length;

    /// <summary>How many entries there are.</summary>
    public int Length { get; }

    /// <summary>The last dimension; 1 for a scalar.</summary>
    public int Columns => Rank == 0 ? 1 : shape[^1];

    /// <summary>The product of all dimensions but the last: the tensor seen as a matrix [Rows, Columns].</summary>
    public int Rows
    {
        get
        {
            int rows = 1;
            for (int i = 0; i < shape.Length - 1; i++)
                rows *= shape[i];
            return rows;
        }
    }

    /// <summary>The device the numbers are on.</summary>
    public Device Device => Storage.Device;

    /// <summary>The memory the numbers are in.</summary>
    public Storage Storage { get; private set; }

    /// <summary>Where in <see cref="Storage"/> the first number is.</summary>
    public int Offset { get; private set; }

    /// <summary>The shape as text, such as <c>[64, 784]</c>.</summary>
    public string ShapeText => Shapes.Text(shape);

    /// <summary>Whether the other tensor has the same shape.</summary>
    public bool HasShapeOf(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return shape.AsSpan().SequenceEqual(other.shape);
    }

    /// <summary>Moves this very tensor to another device: everybody who holds it sees it there.</summary>
    public void MoveTo(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (ReferenceEquals(device, Device))
            return;
        Storage moved = device.Allocate(Length);
        moved.Write(0, ToArray());
        (Storage, Offset) = (moved, 0);
    }

    /// <summary>This tensor on a device: itself when it is there already, else a copy.</summary>
    public Tensor To(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return ReferenceEquals(device, Device) ? this : From(ToArray(), shape, device);
    }

    /// <summary>Shape, device and, of small tensors, the numbers.</summary>
    public override string ToString()
    {
        const int shown = 8;
        string head = $"Tensor {ShapeText} on {Device.Name}";
        if (Storage.IsDisposed)
            return head + " (given back)";
        return Length <= shown ? head + ": " + string.Join(", ", ToArray()) : head;
    }
}
