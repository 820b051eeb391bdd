namespace SparseDiff;

/// <summary>One reused sparse gradient.</summary>
internal sealed class SparseSlotBuffer(DrawCounter draws) : IDisposable
{
    private SparseRows? rows;

    public SparseRows Take(Device device)
    {
        if (rows is null || !ReferenceEquals(rows.Device, device))
        {
            rows?.Dispose();
            rows = new SparseRows(device);
        }

        return rows;
    }

    public ulong NextDraw() => draws.Next();

    public void Dispose()
    {
        rows?.Dispose();
        rows = null;
    }
}
