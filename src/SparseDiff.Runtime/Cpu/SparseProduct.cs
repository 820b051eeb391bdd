using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SparseDiff.Cpu;

/// <summary>
/// The two products of a linear layer's backward pass with a sparse cotangent dY[B,N]: dX = dY · W and dW = dYᵀ · X. Every multiply-add
/// loads one vector, so the nearness of the gathered matrix decides the speed (Zen 4, nanoseconds a load: 0.37 from the first-level cache,
/// 0.6 from the second, 0.9 from the third). Both products therefore walk the wide side in chunks of columns, and copy a chunk into a
/// contiguous panel where it is read often enough: rows that lie a multiple of 4 KB apart would share few cache sets.
/// </summary>
internal static unsafe class SparseProduct
{
    /// <summary>Columns of a packed panel of W: 1024 rows of it are a quarter of a second-level cache of 1 MB.</summary>
    private const int PackedInputChunk = 64;

    /// <summary>Columns of X at a time: 64 rows of them fill a first-level cache of 32 KB.</summary>
    private const int GatheredInputChunk = 128;

    /// <summary>From so many reads of a row on, copying it into a panel pays: twice as many for a W that one chunk of fits the second-level cache.</summary>
    private const int PackWeightsFrom = 5, PackInputsFrom = 24;

    /// <summary>W up to here stays in the nearer caches, chunk by chunk.</summary>
    private const long SmallWeightBytes = 4 << 20;

    /// <summary>
    /// Whether a dense product beats the sparse ones for dY[rows, columns] of the given density and W[columns, width]: measured on Zen 4 with
    /// AVX-512, two threads.
    /// </summary>
    public static bool DenseIsFaster(int rows, int columns, int width, double density)
        => rows > 0 && density > ((long)columns * width * sizeof(float) <= SmallWeightBytes ? 0.42 : 0.33);

    /// <summary>dX[B,K] (= or +=) dY[B,N] · W[N,K].</summary>
    public static void TimesDense(in Csr dY, float* w, int k, float* dX, bool accumulate)
    {
        var sums = new SparseSums(dY.RowStart, dY.Indices, dY.Values, accumulate ? SumMode.Accumulate : SumMode.Overwrite, null, k);
        var job = new Job { Sums = sums, Rows = dY.Rows, M = w, MRows = dY.Columns, Stride = k, Into = dX, Width = k, Chunk = PackedInputChunk };
        bool small = (long)dY.Columns * k * sizeof(float) <= SmallWeightBytes;
        job.LocalPanels = (Conflicts(k) || !small) && dY.Count >= (long)dY.Columns * PackWeightsFrom * (small ? 2 : 1) && job.Chunks >= 2 * CpuPool.Threads;
        if (!job.LocalPanels)
            job.Chunk = small ? 128 : 256;
        job.RunAll((long)dY.Count * k);
    }

    /// <summary>dW[N,K] (by <paramref name="mode"/>) dYᵀ[N,B] · X[B,K]. <paramref name="marks"/>[N] are read, not written; only <see cref="SumMode.ByMark"/> needs them.</summary>
    public static void TransposedTimesDense(in Csc dY, int rows, float* x, int k, float* dW, SumMode mode, byte* marks = null)
    {
        var sums = new SparseSums(dY.ColumnStart, dY.Rows, dY.Values, mode, marks, k);
        int count = dY.ColumnStart[dY.Columns] - dY.ColumnStart[0];
        var job = new Job { Sums = sums, Rows = dY.Columns, M = x, MRows = rows, Stride = k, Into = dW, Width = k, Chunk = GatheredInputChunk };
        if (k % 512 == 0 && count >= (long)rows * PackInputsFrom && k > job.Chunk)
            job.PackPanels();
        job.RunAll((long)count * k);
    }

    /// <summary>Whether rows lie a multiple of 4 KB apart.</summary>
    private static bool Conflicts(int k) => k % 1024 == 0;

    /// <summary>One chunk of columns times one block of the output's rows.</summary>
    private struct Job : IPartJob
    {
        public SparseSums Sums;
        public int Rows;
        public float* M;
        public int MRows;
        public long Stride;
        public float* Into;
        public int Width;
        public int Chunk;

        /// <summary>Whether a part copies its chunk of M into a panel of its thread first.</summary>
        public bool LocalPanels;
        private float* panels;
        private int shares;
        private int blocks;

        public readonly int Chunks => Math.Max(1, (Width + Chunk - 1) / Chunk);

        /// <summary>Copies all of M into panels that all threads read.</summary>
        public void PackPanels()
        {
            panels = Scratch.Get<float>(ScratchUse.Panels, (long)MRows * Chunks * Chunk);
            var pack = new PackJob { X = M, Rows = MRows, Width = Width, Chunk = Chunk, Panels = panels };
            CpuPool.Run(ref pack, Chunks);
        }

        public void RunAll(long work)
        {
            if (Rows == 0 || Width == 0)
                return;
            int threads = work < Gemm.OneThreadBelow ? 1 : CpuPool.Threads;
            shares = LocalPanels ? 1 : Math.Min(threads, Rows);
            blocks = threads == 1 || LocalPanels ? 1 : Math.Clamp(((threads * 8) + (Chunks * shares) - 1) / (Chunks * shares), 1, Math.Max(1, Rows / (8 * shares)));
            CpuPool.Run(ref this, shares * Chunks * blocks);
        }

        /// <summary>
        /// A thread's home among the parts is its share of the output's rows, as in the passes before and after, which read and write those
        /// rows; within it chunk by chunk, so that a chunk of M is read while it is near.
        /// </summary>
        public readonly void Run(int part)
        {
            int share = part / (Chunks * blocks);
            int chunk = part / blocks % Chunks;
            int block = (share * blocks) + (part % blocks);
            int first = (int)((long)Rows * block / (shares * blocks));
            int end = (int)((long)Rows * (block + 1) / (shares * blocks));
            int column = chunk * Chunk;
            int width = Math.Min(Chunk, Width - column);
            float* m = M + column;
            long stride = Stride;
            if (LocalPanels)
            {
                m = Scratch.Get<float>(ScratchUse.PackedB, (long)MRows * Chunk);
                PackJob.Copy(M + column, Stride, MRows, width, m, Chunk);
                stride = Chunk;
            }
            else if (panels != null)
            {
                m = panels + ((long)chunk * MRows * Chunk);
                stride = Chunk;
            }
            Sums.Run(first, end, m, stride, Into + column, width);
        }
    }

    /// <summary>Copies one chunk of columns into a contiguous panel [rows][chunk].</summary>
    private struct PackJob : IPartJob
    {
        public float* X;
        public int Rows;
        public int Width;
        public int Chunk;
        public float* Panels;

        public readonly void Run(int part)
        {
            int column = part * Chunk;
            Copy(X + column, Width, Rows, Math.Min(Chunk, Width - column), Panels + ((long)part * Rows * Chunk), Chunk);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Copy(float* from, long stride, int rows, int width, float* into, int intoStride)
        {
            for (int row = 0; row < rows; row++, from += stride, into += intoStride)
            {
                int j = 0;
                for (; j + 16 <= width; j += 16)
                    Vector512.Load(from + j).Store(into + j);
                for (; j < width; j++)
                    into[j] = from[j];
            }
        }
    }
}
