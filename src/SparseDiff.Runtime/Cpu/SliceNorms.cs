using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SparseDiff.Cpu;

/// <summary>Norms of the slices of x[outer, extent, inner] along its middle axis.</summary>
/// <remarks>A part owns slices and adds their entries in the order of memory, so the number of threads does not show in the result.</remarks>
internal static unsafe class SliceNorms
{
    private const int ColumnsPerPart = 64;
    private const int RowsAhead = 16;
    private const int EntriesPerPart = 16384;

    public static void Run(float* x, int outer, int extent, int inner, SliceNorm norm, float* into)
    {
        var job = new Job { X = x, Outer = outer, Extent = extent, Inner = inner, Squares = norm == SliceNorm.L2, Into = into };
        long perSlice = Math.Max(1, (long)outer * inner);
        job.SlicesPerPart = inner == 1 ? ColumnsPerPart : (int)Math.Clamp(EntriesPerPart / perSlice, 1, Math.Max(1, extent));
        CpuPool.Run(ref job, (extent + job.SlicesPerPart - 1) / job.SlicesPerPart);
    }

    private struct Job : IPartJob
    {
        public float* X;
        public int Outer;
        public int Extent;
        public int Inner;
        public bool Squares;
        public int SlicesPerPart;
        public float* Into;

        public readonly void Run(int part)
        {
            int first = part * SlicesPerPart;
            int count = Math.Min(SlicesPerPart, Extent - first);
            if (Inner == 1 && count == ColumnsPerPart)
                Columns64(first);
            else if (Inner == 1)
                Columns(first, count);
            else
                Lines(first, count);
            for (int i = first; Squares && i < first + count; i++)
                Into[i] = MathF.Sqrt(Into[i]);
        }

        /// <summary>Four vectors of neighbouring columns, down all rows.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Columns64(int first)
        {
            Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
            float* row = X + first;
            for (int r = 0; r < Outer; r++, row += Extent)
            {
                float* ahead = row + ((long)RowsAhead * Extent);
                Simd.Prefetch(ahead);
                Simd.Prefetch(ahead + 16);
                Simd.Prefetch(ahead + 32);
                Simd.Prefetch(ahead + 48);
                s0 = Add(s0, Vector512.Load(row));
                s1 = Add(s1, Vector512.Load(row + 16));
                s2 = Add(s2, Vector512.Load(row + 32));
                s3 = Add(s3, Vector512.Load(row + 48));
            }
            s0.Store(Into + first);
            s1.Store(Into + first + 16);
            s2.Store(Into + first + 32);
            s3.Store(Into + first + 48);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Columns(int first, int count)
        {
            for (int column = first; column < first + count; column += 16)
            {
                int lanes = Math.Min(16, first + count - column);
                Vector512<float> sum = default;
                float* row = X + column;
                for (int r = 0; r < Outer; r++, row += Extent)
                    sum = Add(sum, Simd.LoadPart(row, lanes));
                Simd.StorePart(Into + column, lanes, sum);
            }
        }

        /// <summary>Slices that are contiguous lines of memory.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Lines(int first, int count)
        {
            for (int slice = first; slice < first + count; slice++)
            {
                Vector512<float> sum = default;
                for (int o = 0; o < Outer; o++)
                {
                    float* line = X + ((((long)o * Extent) + slice) * Inner);
                    for (int i = 0; i < Inner; i += 16)
                        sum = Add(sum, Simd.LoadPart(line + i, Math.Min(16, Inner - i)));
                }
                Into[slice] = Vector512.Sum(sum);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly Vector512<float> Add(Vector512<float> sum, Vector512<float> x) => Squares ? Simd.Fma(x, x, sum) : sum + Vector512.Abs(x);
    }
}
