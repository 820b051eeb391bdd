namespace SparseDiff;

/// <summary>One reused sparse gradient, of whatever format is asked for.</summary>
internal sealed class SparseSlotBuffer(DrawCounter draws) : IDisposable
{
    private SparseRows? rows;
    private SparseColumns? columns;
    private SparseExamples? examples;

    /// <summary>Whether nobody has taken anything.</summary>
    public bool IsEmpty => rows is null && columns is null && examples is null;

    public SparseRows Take(Device device)
    {
        if (!ReferenceEquals(rows?.Device, device))
        {
            rows?.Dispose();
            rows = new SparseRows(device);
        }

        return rows!;
    }

    public SparseColumns TakeColumns(Device device)
    {
        if (!ReferenceEquals(columns?.Device, device))
        {
            columns?.Dispose();
            columns = new SparseColumns(device);
        }

        return columns!;
    }

    public SparseExamples TakeExamples(Device device)
    {
        if (!ReferenceEquals(examples?.Device, device))
        {
            examples?.Dispose();
            examples = new SparseExamples(device);
        }

        return examples!;
    }

    public ulong NextDraw() => draws.Next();

    public void Dispose()
    {
        rows?.Dispose();
        columns?.Dispose();
        examples?.Dispose();
        (rows, columns, examples) = (null, null, null);
    }
}
