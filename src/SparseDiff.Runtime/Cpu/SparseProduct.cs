using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SparseDiff.Cpu;

/// <summary>
/// The two products of a linear layer's backward pass with a sparse cotangent dY[B,N]: dX = dY · W and dW = dYᵀ · X. Every multiply-add
/// loads one vector, so the nearness of the gathered matrix decides the speed (Zen 4, nanoseconds a load: 0.37 from the first-level cache,
/// 0.6 from the second, 0.9 from the third, 1.6 past 16 MB). A matrix that the nearer caches hold is walked in chunks of columns, and X is copied
/// into a contiguous panel of each thread's own where it is read often enough: rows that lie a multiple of 1 KB apart share few cache sets, and a
/// panel that another thread has just written is slower to read than memory. A large W is walked along whole rows, which the processor foresees.
/// </summary>
internal static unsafe class SparseProduct
{
    /// <summary>Columns of a chunk: 64 rows of them fill a first-level cache of 32 KB.</summary>
    private const int Chunk = 128;

    /// <summary>Columns of a chunk where rows are walked whole: half a first-level cache for the row of sums.</summary>
    private const int WholeChunk = 4096;

    /// <summary>From so many reads of a row of X on, copying it into a panel pays.</summary>
    private const int PackInputsFrom = 8;

    /// <summary>W up to this size stays in the nearer caches, chunk by chunk.</summary>
    private const long SmallWeightBytes = 4 << 20;

    /// <summary>A dW from here on is written past the caches: by the time a step comes back to a row, it has passed several times that much through them.</summary>
    private const long StreamsFrom = 8 << 20;

    /// <summary>
    /// Whether a dense product beats the sparse ones for dY[rows, columns] of the given density and W[columns, width]: measured on Zen 4 with
    /// AVX-512, two threads.
    /// </summary>
    public static bool DenseIsFaster(int rows, int columns, int width, double density)
        => rows > 0 && density > (Bytes(columns, width) <= SmallWeightBytes ? 0.42 : 0.33);

    /// <summary>dX[B,K] (= or +=) dY[B,N] · W[N,K].</summary>
    public static void TimesDense(in Csr dY, float* w, int k, float* dX, bool accumulate)
    {
        bool isLarge = Bytes(dY.Columns, k) > SmallWeightBytes;
        var job = new Job { Entries = dY, Mode = accumulate ? SumMode.Accumulate : SumMode.Overwrite, M = w, Width = k, Into = dX, WalksRows = isLarge, Chunk = isLarge ? WholeChunk : Chunk };
        job.RunAll((long)dY.Count * k);
    }

    /// <summary>dW[N,K] (by <paramref name="mode"/>) dYᵀ[N,B] · X[B,K]. <paramref name="marks"/>[N] are read, not written; only <see cref="SumMode.ByMark"/> needs them.</summary>
    public static void TransposedTimesDense(in Csc dY, int rows, float* x, int k, float* dW, SumMode mode, byte* marks = null)
    {
        var entries = new Csr(dY.Columns, rows, dY.ColumnStart, dY.Rows, dY.Values);
        var job = new Job { Entries = entries, Mode = mode, Marks = marks, M = x, Width = k, Into = dW, Chunk = Chunk };
        if (SharesCacheSets(k) && k > Chunk && entries.Count >= (long)rows * PackInputsFrom)
            job.CopiesM = true;
        job.Streams = Bytes(dY.Columns, k) >= StreamsFrom && k % Vector512<float>.Count == 0 && (nint)dW % sizeof(Vector512<float>) == 0;
        job.RunAll((long)entries.Count * k);
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

        /// <summary>The columns of M and of the output.</summary>
        public int Width;
        public int Chunk;

        /// <summary>Whether rows are summed from end to end, eight gathered rows at a time, and not chunk by chunk.</summary>
        public bool WalksRows;

        /// <summary>Whether a part copies its chunk of M into a panel of its thread.</summary>
        public bool CopiesM;

        /// <summary>Whether the output is written past the caches.</summary>
        public bool Streams;
        private int shares;
        private int blocks;

        private readonly int Rows => Entries.Rows;

        private readonly int Chunks => (Width + Chunk - 1) / Chunk;

        /// <summary>Runs all parts.</summary>
        public void RunAll(long work)
        {
            if (Rows == 0 || Width == 0)
                return;
            int threads = work < Gemm.OneThreadBelow ? 1 : CpuPool.Threads;
            shares = Math.Min(threads, Rows);
            int parts = Chunks * shares;
            blocks = threads == 1 || CopiesM ? 1 : Math.Clamp(((threads * 8) + parts - 1) / parts, 1, Math.Max(1, Rows / (8 * shares)));
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
            float* m = M + column;
            int stride = Width;
            if (CopiesM)
            {
                m = Scratch.Get<float>(ScratchUse.PackedB, (long)Entries.Columns * Chunk);
                Pack(M + column, Width, Entries.Columns, width, m, Chunk);
                stride = Chunk;
            }
            var sums = new SparseSums(Entries.RowStart, Entries.Indices, Entries.Values, Mode, Marks, Width, Streams);
            if (WalksRows)
                sums.RunWhole(first, end, m, stride, Into + column, width);
            else
                sums.Run(first, end, m, stride, Into + column, width);
        }
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
