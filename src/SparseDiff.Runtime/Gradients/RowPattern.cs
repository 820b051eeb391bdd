namespace SparseDiff;

/// <summary>Which entries of a matrix exist, row by row (compressed sparse rows): the part that gradients with the same selection share.</summary>
/// <remarks>Row r has the columns <c>ColumnIndex[RowStart[r] .. RowStart[r + 1])</c>, in ascending order.</remarks>
public sealed class RowPattern : IDisposable
{
    internal RowPattern(Device device) => Device = device;

    /// <summary>The device the indices are on.</summary>
    public Device Device { get; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; private set; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; private set; }

    /// <summary>How many entries exist.</summary>
    public int Count { get; set; }

    /// <summary>Where each row begins, [Rows + 1].</summary>
    public IndexStorage RowStart { get; private set; } = null!;

    /// <summary>The column of each entry, [at least Count].</summary>
    public IndexStorage ColumnIndex { get; private set; } = null!;

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        RowStart?.Dispose();
        ColumnIndex?.Dispose();
    }

    /// <summary>Makes room; what the pattern held is lost.</summary>
    internal void Reset(int rows, int columns, int capacity)
    {
        (Rows, Columns, Count) = (rows, columns, 0);
        RowStart = Grow(RowStart, rows + 1);
        ColumnIndex = Grow(ColumnIndex, capacity);
    }

    /// <summary>Memory to ask for. Many policies keep another count at each step: what was too small once grows by a quarter, not by an entry.</summary>
    internal static int RoomFor(int capacity, int? before) =>
        before is { } small ? (int)Math.Min(Math.Max(capacity, small + (small / 4L)), int.MaxValue) : capacity;

    private IndexStorage Grow(IndexStorage? storage, int capacity)
    {
        if (storage is not null && storage.Capacity >= capacity)
            return storage;
        storage?.Dispose();
        return Device.AllocateIndices(RoomFor(capacity, storage?.Capacity));
    }
}
