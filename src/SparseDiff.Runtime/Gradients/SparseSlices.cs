using System.Diagnostics;

namespace SparseDiff;

/// <summary>A gradient of which only some slices along one axis exist, stored as one dense block of those; all others are zero.</summary>
/// <remarks>
/// Its products are dense ones on gathered rows or columns, and element-wise operations run over the block: the speed of dense
/// code on a smaller problem. With every slice kept (<see cref="AxisPattern.IsAll"/>) nothing is gathered.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public abstract class SparseSlices : IDisposable
{
    private readonly SlotBuffer buffer = new(new DrawCounter());
    private int[] shape = [];
    private AxisPattern? ownPattern;
    private AxisPattern? pattern;
    private Tensor? values;

    private protected SparseSlices(Device device) => Device = device;

    /// <summary>The device the gradient is on.</summary>
    public Device Device { get; }

    /// <summary>Whether something was begun here since this was set to false.</summary>
    internal bool IsBegun { get; set; }

    /// <summary>The dimensions of the gradient seen as a dense tensor.</summary>
    public ReadOnlySpan<int> Shape => shape;

    /// <summary>The axis whose slices are selected.</summary>
    public abstract int Axis { get; }

    /// <summary>Which slices exist.</summary>
    public AxisPattern Pattern => pattern ?? throw new InvalidOperationException("The gradient holds nothing yet.");

    /// <summary>The slices that exist, in ascending order: the shape with <see cref="Axis"/> as long as the pattern's count.</summary>
    public Tensor Values => values ?? throw new InvalidOperationException("The gradient holds nothing yet.");

    /// <summary>The stored share of all entries, 0 to 1.</summary>
    public double Density => pattern is not { Extent: > 0 } ? 0 : (double)pattern.Count / pattern.Extent;

    /// <summary>The shape as text, such as <c>[64, 512]</c>.</summary>
    public string ShapeText => Shapes.Text(shape);

    /// <summary>Where an operation puts <see cref="Values"/>: taking the block's shape from here gives that tensor.</summary>
    internal Slot ValuesSlot => new(buffer);

    /// <summary>The extent of the axis; 1 for a scalar.</summary>
    internal int Extent => shape.Length == 0 ? 1 : shape[Axis];

    /// <summary>Starts over with an own pattern of so many slices; neither they nor the values are defined.</summary>
    public void Begin(ReadOnlySpan<int> newShape, int count)
    {
        Reshape(newShape);
        ownPattern ??= new AxisPattern(Device);
        ownPattern.Reset(Extent, count);
        Share(ownPattern);
    }

    /// <summary>Starts over with every slice, whose values are not defined: the block is the dense gradient.</summary>
    public Tensor BeginAll(ReadOnlySpan<int> newShape)
    {
        Reshape(newShape);
        ownPattern ??= new AxisPattern(Device);
        if (ownPattern.Extent != Extent || !ownPattern.IsAll)
            ownPattern.SetAll(Extent);
        Share(ownPattern);
        return Values;
    }

    /// <summary>Starts over with the slices of another gradient, whose other dimensions may differ; the values are not defined.</summary>
    public Tensor BeginLike(SparseSlices other, ReadOnlySpan<int> newShape)
    {
        ArgumentNullException.ThrowIfNull(other);
        Reshape(newShape);
        Debug.Assert(Extent == other.Pattern.Extent, "The axis keeps its extent.");
        Share(other.Pattern);
        return Values;
    }

    /// <summary>Becomes the same slices and the same numbers as another gradient, under another shape.</summary>
    public void BeginView(SparseSlices other, ReadOnlySpan<int> newShape)
    {
        ArgumentNullException.ThrowIfNull(other);
        Reshape(newShape);
        pattern = other.Pattern;
        Span<int> compact = stackalloc int[shape.Length];
        Compact(shape, compact);
        values = other.Values.View(compact);
    }

    /// <summary>Gives the memory back.</summary>
    public virtual void Dispose()
    {
        ownPattern?.Dispose();
        buffer.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Shape and density.</summary>
    public override string ToString() =>
        $"{GetType().Name} {ShapeText} on {Device.Name}, {(pattern is null ? "empty" : $"{pattern.Count} of {pattern.Extent} ({Density:P1})")}";

    /// <summary>A tensor's shape with only the slices that exist.</summary>
    internal void Compact(ReadOnlySpan<int> full, Span<int> compact)
    {
        full.CopyTo(compact);
        if (compact.Length > 0)
            compact[Axis] = Pattern.Count;
    }

    /// <summary>Whether this axis of a tensor of so many dimensions is the one of the format.</summary>
    internal abstract bool IsAlong(int axis, int rank);

    private void Share(AxisPattern shared)
    {
        pattern = shared;
        Span<int> compact = stackalloc int[shape.Length];
        Compact(shape, compact);
        values = buffer.Take(Device, compact);
    }

    private void Reshape(ReadOnlySpan<int> newShape)
    {
        IsBegun = true;
        if (!newShape.SequenceEqual(shape))
            shape = newShape.ToArray();
    }
}
