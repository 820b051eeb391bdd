namespace SparseDiff.Cpu;

/// <summary>Makes some rows zero, on all threads where they are many.</summary>
internal unsafe struct ClearJob : IPartJob
{
    /// <summary>32 KB: fetching what another thread has written takes longer than to hand it the part.</summary>
    private const int EntriesPerPart = 1 << 13;

    private float* into;
    private int* rows;
    private int count;
    private int rowLength;
    private int rowsPerPart;

    public static void Run(float* into, ReadOnlySpan<int> rows, int rowLength)
    {
        fixed (int* first = rows)
        {
            var job = new ClearJob { into = into, rows = first, count = rows.Length, rowLength = rowLength, rowsPerPart = Math.Max(1, EntriesPerPart / Math.Max(1, rowLength)) };
            CpuPool.Run(ref job, (job.count + job.rowsPerPart - 1) / job.rowsPerPart);
        }
    }

    public readonly void Run(int part)
    {
        int end = Math.Min(count, (part + 1) * rowsPerPart);
        for (int i = part * rowsPerPart; i < end; i++)
            new Span<float>(into + ((long)rows[i] * rowLength), rowLength).Clear();
    }
}
