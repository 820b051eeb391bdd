using System.Diagnostics;

namespace SparseDiff;

/// <summary>A gradient of which, in each row, only selected entries exist; all others are zero.</summary>
/// <remarks>
/// The format says the structure, the density decides the layout. <em>Compressed</em> (<see cref="Pattern"/> and
/// <see cref="Values"/>) holds only what exists. <em>Masked</em> (<see cref="Masked"/>) holds a dense block with zeros: above
/// the break-even dense products are faster, so a kernel that selects much chooses it, and nothing is slower than dense by
/// more than the selection. Every kernel takes both.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class SparseRows : IDisposable
{
    /// <summary>Room behind the last entry that vector kernels may write to, in entries.</summary>
    public const int Slack = 64;

    private int[] shape = [];
    private RowPattern? ownPattern;
    private RowPattern? pattern;
    private Storage? values;
    private Storage? dense;
    private Tensor? masked;
    private Tensor? denseView;

    internal SparseRows(Device device) => Device = device;

    /// <summary>The device the gradient is on.</summary>
    public Device Device { get; }

    /// <summary>The threshold of the last selection that was written here: gradients drift slowly, so it is a good first guess. 0 before.</summary>
    internal float LastThreshold { get; set; }

    /// <summary>Whether something was begun here since this was set to false.</summary>
    internal bool IsBegun { get; set; }

    /// <summary>The dimensions of the gradient seen as a dense tensor.</summary>
    public ReadOnlySpan<int> Shape => shape;

    /// <summary>The product of all dimensions but the last.</summary>
    public int Rows { get; private set; }

    /// <summary>The last dimension; 1 for a scalar.</summary>
    public int Columns { get; private set; }

    /// <summary>The dense block with zeros, when the layout is masked; else null.</summary>
    public Tensor? Masked => masked;

    /// <summary>Whether the layout is masked.</summary>
    public bool IsMasked => masked is not null;

    /// <summary>Which entries exist, when the layout is compressed.</summary>
    public RowPattern Pattern => pattern ?? throw new InvalidOperationException("A masked gradient has no pattern; look at Masked.");

    /// <summary>The entries in the pattern's order, when the layout is compressed.</summary>
    public Storage Values => values ?? throw new InvalidOperationException("A masked gradient has no compressed values; look at Masked.");

    /// <summary>How many entries are stored: the selected ones, or all when the layout is masked.</summary>
    public int Count => masked?.Length ?? pattern?.Count ?? 0;

    /// <summary>The stored share of all entries, 0 to 1.</summary>
    public double Density => Rows == 0 || Columns == 0 ? 0 : (double)Count / ((double)Rows * Columns);

    /// <summary>The shape as text, such as <c>[64, 512]</c>.</summary>
    public string ShapeText => Shapes.Text(shape);

    /// <summary>Starts over with the compressed layout, an own pattern and room for <paramref name="capacity"/> entries.</summary>
    public void BeginCompressed(ReadOnlySpan<int> newShape, int capacity)
    {
        Reshape(newShape);
        pattern = ownPattern ??= new RowPattern(Device);
        pattern.Reset(Rows, Columns, capacity + Slack);
        values = Grow(values, capacity + Slack);
        masked = null;
    }

    /// <summary>Starts over with the selection of another gradient: same entries, other values.</summary>
    public void BeginLike(SparseRows other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.IsMasked)
        {
            BeginMasked(other.Shape);
            return;
        }

        Reshape(other.Shape);
        pattern = other.Pattern;
        values = Grow(values, pattern.Count + Slack);
        masked = null;
    }

    /// <summary>Starts over with the masked layout and returns the dense block, whose content is undefined.</summary>
    public Tensor BeginMasked(ReadOnlySpan<int> newShape)
    {
        Reshape(newShape);
        pattern = null;
        Storage block = Grow(dense, Shapes.Length(newShape));
        if (!ReferenceEquals(block, dense) || denseView is null || !denseView.Shape.SequenceEqual(newShape))
            denseView = new Tensor(block, 0, newShape);
        dense = block;
        return masked = denseView;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        ownPattern?.Dispose();
        values?.Dispose();
        dense?.Dispose();
    }

    /// <summary>Shape, layout and density.</summary>
    public override string ToString() =>
        $"SparseRows {ShapeText} on {Device.Name}, {(IsMasked ? "masked" : $"{Count} entries ({Density:P1})")}";

    private void Reshape(ReadOnlySpan<int> newShape)
    {
        IsBegun = true;
        int length = Shapes.Length(newShape);
        if (!newShape.SequenceEqual(shape))
            shape = newShape.ToArray();
        Columns = newShape.IsEmpty ? 1 : newShape[^1];
        Rows = Columns == 0 ? 0 : length / Columns;
    }

    private Storage Grow(Storage? storage, int capacity)
    {
        if (storage is not null && storage.Capacity >= capacity)
            return storage;
        storage?.Dispose();
        return Device.Allocate(RowPattern.RoomFor(capacity, storage?.Capacity));
    }
}
