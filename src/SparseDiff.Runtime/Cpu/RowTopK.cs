using System.Runtime.CompilerServices;

namespace SparseDiff.Cpu;

/// <summary>Where the rows of a selection come from: a matrix in memory, or a fused element-wise kernel.</summary>
internal unsafe interface IRowProducer
{
    /// <summary>The address of row <paramref name="row"/>; <paramref name="scratch"/> has room for it and is what a computed row is written to.</summary>
    float* Produce(int row, float* scratch);

    /// <summary>Where row <paramref name="row"/> lies, or null if it has yet to be computed.</summary>
    float* Find(int row);
}

/// <summary>Rows that already lie in memory.</summary>
internal unsafe struct DenseRows(float* data, long stride) : IRowProducer
{
    private readonly float* data = data;
    private readonly long stride = stride;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly float* Produce(int row, float* scratch) => Find(row);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly float* Find(int row) => data + (row * stride);
}

/// <summary>
/// Exact Top-k of every row by magnitude, equal magnitudes by lowest column; a NaN or an infinity ranks above every finite number.
/// A row is produced and selected while it is in the nearest cache, so a fused activation derivative costs no pass over memory.
/// </summary>
internal static unsafe class RowTopK
{
    private const int RowsPerPart = 8;

    /// <summary>
    /// CSR[rows, columns] = the k entries largest in magnitude of every row. rowStart[rows + 1] = 0, k, 2k, …; indices[rows · k] ascending in
    /// each row; values[rows · k]. 0 ≤ k ≤ columns.
    /// </summary>
    public static void Select<TProducer>(ref TProducer producer, int rows, int columns, int k, int* rowStart, int* indices, float* values)
        where TProducer : struct, IRowProducer
    {
        for (int row = 0; row <= rows; row++)
            rowStart[row] = row * k;
        var job = new SparseJob<TProducer> { Producer = producer, Rows = rows, Columns = columns, K = k, Parts = Parts(rows, columns), Indices = indices, Values = values };
        CpuPool.Run(ref job, job.Parts);
    }

    /// <summary>into[rows, columns] = the same selection with zeros for what was not selected; for a k so large that dense products are faster.</summary>
    public static void SelectMasked<TProducer>(ref TProducer producer, int rows, int columns, int k, float* into)
        where TProducer : struct, IRowProducer
    {
        var job = new MaskedJob<TProducer> { Producer = producer, Rows = rows, Columns = columns, K = k, Parts = Parts(rows, columns), Into = into };
        CpuPool.Run(ref job, job.Parts);
    }

    /// <summary>Few parts: each learns its threshold from the rows before.</summary>
    internal static int Parts(int rows, int columns)
        => (long)rows * columns < 4096 ? Math.Min(rows, 1) : Math.Min((rows + RowsPerPart - 1) / RowsPerPart, CpuPool.Threads * 3);

    private static (int First, int End) Range(int part, int parts, int rows)
        => ((int)((long)rows * part / parts), (int)((long)rows * (part + 1) / parts));

    private struct SparseJob<TProducer> : IPartJob
        where TProducer : struct, IRowProducer
    {
        public TProducer Producer;
        public int Rows;
        public int Columns;
        public int K;
        public int Parts;
        public int* Indices;
        public float* Values;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int part)
        {
            (int first, int end) = Range(part, Parts, Rows);
            float* scratch = Scratch.Get<float>(ScratchUse.Row, Columns);
            var selector = new RowSelector(Columns, K);
            for (int row = first; row < end; row++)
            {
                float* data = Producer.Produce(row, scratch);
                selector.SelectSparse(data, Indices + ((long)row * K), Values + ((long)row * K), row + 1 < end ? Producer.Find(row + 1) : null);
            }
        }
    }

    private struct MaskedJob<TProducer> : IPartJob
        where TProducer : struct, IRowProducer
    {
        public TProducer Producer;
        public int Rows;
        public int Columns;
        public int K;
        public int Parts;
        public float* Into;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int part)
        {
            (int first, int end) = Range(part, Parts, Rows);
            float* scratch = Scratch.Get<float>(ScratchUse.Row, Columns);
            var selector = new RowSelector(Columns, K);
            for (int row = first; row < end; row++)
                selector.SelectMasked(Producer.Produce(row, scratch), Into + ((long)row * Columns), row + 1 < end ? Producer.Find(row + 1) : null);
        }
    }
}
