using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SparseDiff.Cpu;

/// <summary>
/// The two products of a linear layer's backward pass with a sparse cotangent dY[B,N]: dX = dY · W and dW = dYᵀ · X. Every multiply-add
/// loads one vector, so the nearness of the gathered matrix decides the speed (nanoseconds a load on Zen 4: 0.37 from the first-level cache,
/// 0.6 from the second, 0.9 from the third, 1.6 past 16 MB; on Zen 5: 0.16, 0.28, 0.5, 0.8). Both products therefore walk the wide side in chunks of columns, and each thread
/// copies what it gathers from into a contiguous panel of its own where it is read often enough: rows that lie a multiple of 1 KB apart share
/// few cache sets, and a panel that another thread has just written is slower to read than memory. A large W that is read less often is walked
/// along whole rows, which the processor foresees.
/// </summary>
internal static unsafe class SparseProduct
{
    /// <summary>Columns of a chunk: of X, so that 64 rows of them fill a first-level cache of 32 KB; of W where rows are not copied, long enough to be worth finding.</summary>
    private const int Chunk = 128, LongChunk = 256;

    /// <summary>Columns of a chunk where rows are walked whole: half a first-level cache for the row of sums.</summary>
    private const int WholeChunk = 4096;

    /// <summary>Rows of W in a panel: with a chunk of columns they take a quarter or half of a second-level cache of 1 MB.</summary>
    private const int PanelRows = 512;

    /// <summary>From so many reads of a row on, copying it into a panel pays: a W that the last-level cache serves, one that it does not; X.</summary>
    private const int PackWeightsFrom = 12, PackLargeWeightsFrom = 5, PackInputsFrom = 8;

    /// <summary>
    /// W up to the first size stays in the nearer caches, chunk by chunk; up to the second one rows are found chunk by chunk even where they are read
    /// once or twice; past the third one not even the last-level cache serves it well.
    /// </summary>
    private const long SmallWeightBytes = 2 << 20, MediumWeightBytes = 4 << 20, LargeWeightBytes = 12 << 20;

    /// <summary>A dW from here on is written past the caches: by the time a step comes back to a row, it has passed several times that much through them.</summary>
    private const long StreamsFrom = 8 << 20;

    /// <summary>
    /// Whether a dense product beats the sparse ones for dY[rows, columns] of the given density and W[columns, width]: measured on Zen 4 with
    /// AVX-512, two threads.
    /// </summary>
    public static bool DenseIsFaster(int rows, int columns, int width, double density)
        => rows > 0 && density > (Bytes(columns, width) <= MediumWeightBytes ? 0.42 : 0.33);

    /// <summary>dX[B,K] (= or +=) dY[B,N] · W[N,K].</summary>
    public static void TimesDense(in Csr dY, float* w, int k, float* dX, bool accumulate)
    {
        var job = new Job { Entries = dY, Mode = accumulate ? SumMode.Accumulate : SumMode.Overwrite, M = w, Stride = k, Width = k, Into = dX, Chunk = Chunk };
        long bytes = Bytes(dY.Columns, k);
        int packFrom = bytes > LargeWeightBytes ? PackLargeWeightsFrom : PackWeightsFrom;
        job.PanelRows = bytes > SmallWeightBytes && dY.Count >= (long)dY.Columns * packFrom ? PanelRows : 0;
        job.WalksRows = bytes > MediumWeightBytes && job.PanelRows == 0;
        if (job.WalksRows)
        {
            job.Chunk = WholeChunk;
            job.RunAll((long)dY.Count * k, CpuPool.Threads);
            return;
        }
        if (k % (LongChunk * CpuPool.Threads) == 0)
            job.Chunk = LongChunk;
        if (job.PanelRows > 0)
            job.Cut();
        // Threads take turns with chunks of columns, so that no two of them fetch or copy the same part of W.
        job.RunAll((long)dY.Count * k, shares: 1);
    }

    /// <summary>dW[N,K] (by <paramref name="mode"/>) dYᵀ[N,B] · X[B,K], whose rows lie <paramref name="stride"/> apart. <paramref name="marks"/>[N] are read, not written; only <see cref="SumMode.ByMark"/> needs them.</summary>
    public static void TransposedTimesDense(in Csc dY, int rows, float* x, int stride, int k, float* dW, SumMode mode, byte* marks = null)
    {
        var entries = new Csr(dY.Columns, rows, dY.ColumnStart, dY.Rows, dY.Values);
        var job = new Job { Entries = entries, Mode = mode, Marks = marks, M = x, Stride = stride, Width = k, Into = dW, Chunk = Chunk };
        if (SharesCacheSets(stride) && k > Chunk && entries.Count >= (long)rows * PackInputsFrom)
            job.PanelRows = rows;
        job.Streams = Bytes(dY.Columns, k) >= StreamsFrom && k % Vector512<float>.Count == 0 && (nint)dW % sizeof(Vector512<float>) == 0;
        job.RunAll((long)entries.Count * k, CpuPool.Threads);
    }

    private static long Bytes(int rows, int width) => (long)rows * width * sizeof(float);

    /// <summary>Whether rows lie a multiple of 1 KB apart.</summary>
    private static bool SharesCacheSets(int k) => k % 256 == 0;

    /// <summary>One chunk of columns times one block of the output's rows.</summary>
    private struct Job : IPartJob
    {
        /// <summary>The output's rows, and which rows of M they sum.</summary>
        public Csr Entries;
        public SumMode Mode;
        public byte* Marks;
        public float* M;
        public float* Into;

        /// <summary>From one row of M to the next.</summary>
        public int Stride;

        /// <summary>The columns of M and of the output.</summary>
        public int Width;
        public int Chunk;

        /// <summary>Whether rows are summed from end to end, up to eight gathered rows at a time, and not chunk by chunk.</summary>
        public bool WalksRows;

        /// <summary>How many rows of M a part copies into a panel of its thread at a time; 0 if it reads them where they are.</summary>
        public int PanelRows;

        /// <summary>Whether the output is written past the caches.</summary>
        public bool Streams;
        private int* cuts;
        private int shares;
        private int blocks;

        private readonly int Rows => Entries.Rows;

        private readonly int Chunks => (Width + Chunk - 1) / Chunk;

        private readonly int Panels => (Entries.Columns + PanelRows - 1) / PanelRows;

        /// <summary>Finds where in every row of entries each panel's begin, for M of more rows than a panel has.</summary>
        public void Cut()
        {
            if (Panels < 2)
                return;
            cuts = Scratch.Get<int>(ScratchUse.Structure, (long)(Panels + 1) * Rows);
            for (int row = 0; row < Rows; row++)
            {
                int start = Entries.RowStart[row];
                int stop = Entries.RowStart[row + 1];
                for (int panel = 0; panel < Panels; panel++)
                    cuts[((long)panel * Rows) + row] = Entries.FirstFrom(start, stop, panel * PanelRows);
                cuts[((long)Panels * Rows) + row] = stop;
            }
        }

        /// <summary>Runs all parts; <paramref name="shares"/> is into how many shares the output's rows fall before they do by chunks of columns.</summary>
        public void RunAll(long work, int shares)
        {
            if (Rows == 0 || Width == 0)
                return;
            int threads = work < Gemm.OneThreadBelow ? 1 : CpuPool.Threads;
            this.shares = Math.Min(Math.Min(threads, shares), Rows);
            int parts = Chunks * this.shares;
            blocks = threads == 1 || PanelRows > 0 ? 1 : Math.Clamp(((threads * 8) + parts - 1) / parts, 1, Math.Max(1, Rows / (8 * this.shares)));
            CpuPool.Run(ref this, parts * blocks);
        }

        /// <summary>
        /// A thread's home among the parts is its share of the output's rows, as in the passes before and after, which read and write those
        /// rows; within it chunk by chunk, so that a chunk of M is read while it is near.
        /// </summary>
        public readonly void Run(int part)
        {
            int share = part / (Chunks * blocks);
            int column = part / blocks % Chunks * Chunk;
            int block = (share * blocks) + (part % blocks);
            int first = (int)((long)Rows * block / (shares * blocks));
            int end = (int)((long)Rows * (block + 1) / (shares * blocks));
            int width = Math.Min(Chunk, Width - column);
            if (WalksRows)
                Sums(Entries.RowStart, Entries.RowStart + 1, Mode).RunWhole(first, end, M + column, Stride, Into + column, width);
            else if (PanelRows == 0)
                Sums(Entries.RowStart, Entries.RowStart + 1, Mode).Run(first, end, M + column, Stride, Into + column, width);
            else
                RunPanels(first, end, column, width);
        }

        private readonly void RunPanels(int first, int end, int column, int width)
        {
            float* panel = Scratch.Get<float>(ScratchUse.PackedB, (long)Math.Min(PanelRows, Entries.Columns) * Chunk);
            for (int i = 0; i < Panels; i++)
            {
                int row = i * PanelRows;
                Pack(M + ((long)row * Stride) + column, Stride, Math.Min(PanelRows, Entries.Columns - row), width, panel, Chunk);
                int* start = cuts == null ? Entries.RowStart : cuts + ((long)i * Rows);
                int* stop = cuts == null ? start + 1 : start + Rows;
                SumMode mode = i > 0 && Mode == SumMode.Overwrite ? SumMode.Accumulate : Mode;
                Sums(start, stop, mode).Run(first, end, panel - ((long)row * Chunk), Chunk, Into + column, width);
            }
        }

        private readonly SparseSums Sums(int* start, int* stop, SumMode mode) => new(start, stop, Entries.Indices, Entries.Values, mode, Marks, Width, Streams);
    }

    /// <summary>Copies a chunk of columns into a contiguous panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pack(float* from, long stride, int rows, int width, float* into, int intoStride)
    {
        const int Ahead = 16;
        for (int row = 0; row < rows; row++, from += stride, into += intoStride)
        {
            for (int line = 0; line < width; line += 16)
                Simd.Prefetch(from + (Ahead * stride) + line);
            int column = 0;
            for (; column + 16 <= width; column += 16)
                Vector512.Load(from + column).Store(into + column);
            for (; column < width; column++)
                into[column] = from[column];
        }
    }
}
