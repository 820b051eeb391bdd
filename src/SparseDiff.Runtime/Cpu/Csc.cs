using System.Runtime.CompilerServices;

namespace SparseDiff.Cpu;

/// <summary>
/// A sparse matrix by rows: entries rowStart[r] … rowStart[r + 1] − 1 belong to row r, their columns ascending.
/// </summary>
internal readonly unsafe struct Csr(int rows, int columns, int* rowStart, int* indices, float* values)
{
    public readonly int Rows = rows;
    public readonly int Columns = columns;
    public readonly int* RowStart = rowStart;
    public readonly int* Indices = indices;
    public readonly float* Values = values;

    public int Count => RowStart[Rows] - RowStart[0];

    /// <summary>
    /// The first of the entries start … stop − 1 of a row whose column is at least <paramref name="column"/>: a guess for evenly spread columns,
    /// then a short walk.
    /// </summary>
    public int FirstFrom(int start, int stop, int column)
    {
        if (column == 0)
            return start;
        int entry = start + (int)((long)(stop - start) * column / Columns);
        while (entry > start && Indices[entry - 1] >= column)
            entry--;
        while (entry < stop && Indices[entry] < column)
            entry++;
        return entry;
    }
}

/// <summary>
/// The same entries by columns: columnStart[columns + 1], rows ascending within a column. Built by count, prefix and scatter; each part
/// owns a range of columns and finds its share of every row by itself, so parts neither wait for nor disturb each other.
/// The arrays are scratch of the calling thread and live until its next <see cref="Build"/>.
/// </summary>
internal readonly unsafe struct Csc
{
    public readonly int Columns;
    public readonly int* ColumnStart;
    public readonly int* Rows;
    public readonly float* Values;

    private Csc(int columns, int count)
    {
        Columns = columns;
        ColumnStart = Scratch.Get<int>(ScratchUse.Structure, columns + 1);
        Rows = Scratch.Get<int>(ScratchUse.Entries, 2L * (count + 16));
        Values = (float*)Rows + count + 16;
    }

    public static Csc Build(in Csr csr)
    {
        var csc = new Csc(csr.Columns, csr.Count);
        int parts = csr.Count < 1024 ? 1 : Math.Min(CpuPool.Threads, csr.Columns);
        var job = new Job { Csr = csr, Csc = csc, Parts = parts };
        CpuPool.Run(ref job, parts);
        return csc;
    }

    private struct Job : IPartJob
    {
        public Csr Csr;
        public Csc Csc;
        public int Parts;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            int first = (int)((long)Csr.Columns * part / Parts);
            int end = (int)((long)Csr.Columns * (part + 1) / Parts);
            int* next = Scratch.Get<int>(ScratchUse.Marks, Csr.Rows + (end - first) + 32);
            int* cut = next + (end - first) + 16;
            new Span<int>(next, end - first).Clear();
            next -= first;

            int at = 0;
            for (int row = 0; row < Csr.Rows; row++)
            {
                int start = Csr.RowStart[row];
                int stop = Csr.RowStart[row + 1];
                int entry = Csr.FirstFrom(start, stop, first);
                cut[row] = entry;
                at += entry - start;
                for (; entry < stop; entry++)
                {
                    int column = Csr.Indices[entry];
                    if (column >= end)
                        break;
                    next[column]++;
                }
            }

            for (int column = first; column < end; column++)
            {
                int count = next[column];
                Csc.ColumnStart[column] = at;
                next[column] = at;
                at += count;
            }
            if (part == Parts - 1)
                Csc.ColumnStart[end] = at;

            for (int row = 0; row < Csr.Rows; row++)
            {
                int stop = Csr.RowStart[row + 1];
                for (int entry = cut[row]; entry < stop; entry++)
                {
                    int column = Csr.Indices[entry];
                    if (column >= end)
                        break;
                    int to = next[column]++;
                    Csc.Rows[to] = row;
                    Csc.Values[to] = Csr.Values[entry];
                }
            }
        }
    }
}
