namespace SparseDiff.Cpu;

/// <summary>Compressed rows under another number of columns: the entries stay in their order; where rows begin and the columns change.</summary>
internal static unsafe class SparseRegroup
{
    private const int EntriesPerPart = 8192;

    /// <summary>Writes the new structure and copies the values.</summary>
    public static void Run(in Csr from, int rows, int columns, int* rowStart, int* indices, float* values)
    {
        var job = new Job { From = from, Columns = columns, RowStart = rowStart, Indices = indices, Values = values };
        job.RowsPerPart = Math.Max(1, (int)((long)from.Rows * EntriesPerPart / Math.Max(1, from.Count + from.Rows)));
        CpuPool.Run(ref job, (from.Rows + job.RowsPerPart - 1) / job.RowsPerPart);
        rowStart[rows] = from.Count;
    }

    /// <summary>Some old rows, and the new rows that begin in them.</summary>
    private struct Job : IPartJob
    {
        public Csr From;
        public int Columns;
        public int* RowStart;
        public int* Indices;
        public float* Values;
        public int RowsPerPart;

        public readonly void Run(int part)
        {
            int first = part * RowsPerPart;
            int end = Math.Min(From.Rows, first + RowsPerPart);
            long start = (long)first * From.Columns;
            int next = (int)((start + Columns - 1) / Columns);
            long nextStart = (long)next * Columns;
            for (int row = first; row < end; row++, start += From.Columns)
            {
                for (int entry = From.RowStart[row]; entry < From.RowStart[row + 1]; entry++)
                {
                    long place = start + From.Indices[entry];
                    for (; nextStart <= place; nextStart += Columns)
                        RowStart[next++] = entry;
                    Indices[entry] = (int)(place - (nextStart - Columns));
                    Values[entry] = From.Values[entry];
                }
                for (; nextStart < start + From.Columns; nextStart += Columns)
                    RowStart[next++] = From.RowStart[row + 1];
            }
        }
    }
}
