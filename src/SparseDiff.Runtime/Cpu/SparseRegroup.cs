using System.Runtime.CompilerServices;

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

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            int first = part * RowsPerPart;
            int end = Math.Min(From.Rows, first + RowsPerPart);
            int firstNew = NewRow((long)first * From.Columns);
            int endNew = NewRow((long)end * From.Columns);

            // Where a new row ends, as far as an entry says so; what no entry says is where the row before ends. So no branch hangs on where
            // the entries are, which nobody could foresee.
            new Span<int>(RowStart + firstNew, endNew - firstNew).Clear();
            for (int row = first; row < end; row++)
            {
                uint start = (uint)(row * From.Columns);
                for (int entry = From.RowStart[row]; entry < From.RowStart[row + 1]; entry++)
                {
                    uint place = start + (uint)From.Indices[entry];
                    int newRow = (int)(place / (uint)Columns);
                    Indices[entry] = (int)(place - (uint)(newRow * Columns));
                    Values[entry] = From.Values[entry];
                    if (newRow + 1 < endNew)
                        RowStart[newRow + 1] = entry + 1;
                }
            }
            int last = From.RowStart[first];
            for (int row = firstNew; row < endNew; row++)
                RowStart[row] = last = Math.Max(last, RowStart[row]);
        }

        /// <summary>The first new row that begins at this place or behind it.</summary>
        private readonly int NewRow(long place) => (int)((place + Columns - 1) / Columns);
    }
}
