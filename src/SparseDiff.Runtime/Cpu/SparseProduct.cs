using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SparseDiff.Cpu;

/// <summary>
/// The two products of a linear layer's backward pass with a sparse cotangent dY[B,N]: dX = dY · W and dW = dYᵀ · X. Both walk the wide side
/// in chunks that keep the gathered matrix in the second-level cache; parts are a chunk times a block of rows.
/// </summary>
internal static unsafe class SparseProduct
{
    /// <summary>Columns of a chunk of W: 1024 rows of it are half a megabyte.</summary>
    private const int InputChunk = 128;

    /// <summary>Columns of a panel of X.</summary>
    private const int WeightChunk = 256;

    /// <summary>From so many entries an example on, packing X into panels pays.</summary>
    private const int PackFrom = 24;

    /// <summary>
    /// Whether a dense product beats the sparse ones for dY[rows, columns] of the given density and W[columns, width]. Measured on Zen 4:
    /// the sparse products win up to a density of 0.65 while W is within 4 MB, up to 0.45 beyond.
    /// </summary>
    public static bool DenseIsFaster(int rows, int columns, int width, double density)
        => density > ((long)columns * width * sizeof(float) <= 4 << 20 ? 0.65 : 0.45) || rows * density < 0;

    /// <summary>dX[B,K] (= or +=) dY[B,N] · W[N,K].</summary>
    public static void TimesDense(in Csr dY, float* w, int k, float* dX, bool accumulate)
    {
        var sums = new SparseSums(dY.RowStart, dY.Indices, dY.Values, accumulate ? SumMode.Accumulate : SumMode.Overwrite, null, k);
        var job = new Job { Sums = sums, Rows = dY.Rows, M = w, Stride = k, Into = dX, Width = k, Chunk = InputChunk };
        job.Run((long)dY.Count * k);
    }

    /// <summary>dW[N,K] (by <paramref name="mode"/>) dYᵀ[N,B] · X[B,K]. <paramref name="marks"/>[N] are read, not written; only <see cref="SumMode.ByMark"/> needs them.</summary>
    public static void TransposedTimesDense(in Csc dY, int rows, float* x, int k, float* dW, SumMode mode, byte* marks = null)
    {
        var sums = new SparseSums(dY.ColumnStart, dY.Rows, dY.Values, mode, marks, k);
        var job = new Job { Sums = sums, Rows = dY.Columns, M = x, Stride = k, Into = dW, Width = k, Chunk = WeightChunk };
        int count = dY.ColumnStart[dY.Columns] - dY.ColumnStart[0];
        if (k > WeightChunk && (long)count >= (long)rows * PackFrom)
            job.PackPanels(rows);
        job.Run((long)count * k);
    }

    /// <summary>into[N] (= or +=) Σ over rows of dY.</summary>
    public static void ColumnSums(in Csc dY, float* into, bool accumulate)
    {
        for (int column = 0; column < dY.Columns; column++)
        {
            float sum = accumulate ? into[column] : 0;
            for (int entry = dY.ColumnStart[column]; entry < dY.ColumnStart[column + 1]; entry++)
                sum += dY.Values[entry];
            into[column] = sum;
        }
    }

    /// <summary>One chunk of columns times one block of rows.</summary>
    private struct Job : IPartJob
    {
        public SparseSums Sums;
        public int Rows;
        public float* M;
        public long Stride;
        public float* Into;
        public int Width;
        public int Chunk;
        private float* panels;
        private int panelRows;
        private int chunks;
        private int blocks;

        public void PackPanels(int rows)
        {
            panelRows = rows;
            panels = Scratch.Get<float>(ScratchUse.Panels, (long)rows * ((Width + Chunk - 1) / Chunk) * Chunk);
            var pack = new PackJob { X = M, Rows = rows, Width = Width, Chunk = Chunk, Panels = panels };
            CpuPool.Run(ref pack, (Width + Chunk - 1) / Chunk);
        }

        public void Run(long work)
        {
            int threads = work < Gemm.OneThreadBelow ? 1 : CpuPool.Threads;
            chunks = Math.Max(1, (Width + Chunk - 1) / Chunk);
            blocks = threads == 1 ? 1 : Math.Clamp(((threads * 8) + chunks - 1) / chunks, 1, Math.Max(1, Rows / 8));
            CpuPool.Run(ref this, Rows == 0 || Width == 0 ? 0 : chunks * blocks);
        }

        public readonly void Run(int part)
        {
            int chunk = part / blocks;
            int block = part % blocks;
            int first = (int)((long)Rows * block / blocks);
            int end = (int)((long)Rows * (block + 1) / blocks);
            int column = chunk * Chunk;
            int width = Math.Min(Chunk, Width - column);
            if (panels != null)
                Sums.Run(first, end, panels + ((long)chunk * panelRows * Chunk), Chunk, Into + column, width);
            else
                Sums.Run(first, end, M + column, Stride, Into + column, width);
        }
    }

    /// <summary>Copies one chunk of X into a contiguous panel [rows][chunk].</summary>
    private struct PackJob : IPartJob
    {
        public float* X;
        public int Rows;
        public int Width;
        public int Chunk;
        public float* Panels;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            int column = part * Chunk;
            int width = Math.Min(Chunk, Width - column);
            float* from = X + column;
            float* into = Panels + ((long)part * Rows * Chunk);
            for (int row = 0; row < Rows; row++, from += Width, into += Chunk)
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
