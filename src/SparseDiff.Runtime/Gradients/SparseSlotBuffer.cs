namespace SparseDiff;

/// <summary>One reused sparse gradient and its count of draws.</summary>
internal sealed class SparseSlotBuffer(int index) : IDisposable
{
    private SparseRows? rows;
    private ulong draws;

    public SparseRows Take(Device device)
    {
        if (rows is null || !ReferenceEquals(rows.Device, device))
        {
            rows?.Dispose();
            rows = new SparseRows(device);
        }

        return rows;
    }

    // The slot's index in the upper half: two points with the same seed draw differently.
    public ulong NextDraw() => ((ulong)index << 40) + draws++;

    public void Dispose()
    {
        rows?.Dispose();
        rows = null;
    }
}
