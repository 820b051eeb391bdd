using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SparseDiff.Cpu;

/// <summary>Norms of the slices of x[outer, extent, inner] along its middle axis.</summary>
/// <remarks>A part owns slices and adds their entries in the order of memory, so the number of threads does not show in the result.</remarks>
internal static unsafe class SliceNorms
{
    private const int EntriesPerPart = 16384;

    /// <summary>Columns of a part: at least four vectors, at most a page of every row and sums that stay in the first-level cache.</summary>
    private const int FewestColumns = 64, MostColumns = 1024;

    /// <summary>The least norm whose square a float holds with all its digits.</summary>
    private const float LeastNorm = 1e-15f;

    public static void Run(float* x, int outer, int extent, int inner, SliceNorm norm, float* into)
    {
        var job = new Job { X = x, Outer = outer, Extent = extent, Inner = inner, Squares = norm == SliceNorm.L2, Into = into };
        long perSlice = Math.Max(1, (long)outer * inner);
        int even = (extent / (2 * CpuPool.Threads)) + FewestColumns - 1;
        job.SlicesPerPart = inner == 1
            ? Math.Clamp(even / FewestColumns * FewestColumns, FewestColumns, MostColumns)
            : (int)Math.Clamp(EntriesPerPart / perSlice, 1, Math.Max(1, extent));
        CpuPool.Run(ref job, (extent + job.SlicesPerPart - 1) / job.SlicesPerPart);
        if (NeedsMoreRange(new ReadOnlySpan<float>(into, extent), job.Squares))
            job.InDoublePrecision();
    }

    /// <summary>Whether a norm is not finite, which sums of large numbers also become, or all are so small that the squares were lost.</summary>
    private static bool NeedsMoreRange(ReadOnlySpan<float> norms, bool squares)
    {
        float largest = 0;
        foreach (float norm in norms)
        {
            if (!float.IsFinite(norm))
                return true;
            largest = Math.Max(largest, norm);
        }

        return squares && largest < LeastNorm;
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
            if (Inner == 1)
                Columns(first, count);
            else
                Lines(first, count);
            for (int i = first; Squares && i < first + count; i++)
                Into[i] = MathF.Sqrt(Into[i]);
        }

        /// <summary>Four rows at a time, along the rows: memory is read in long runs, and the sums are written a quarter as often as it is read.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Columns(int first, int count)
        {
            float* sums = Into + first;
            new Span<float>(sums, count).Clear();
            float* row = X + first;
            int r = 0;
            for (; r + 4 <= Outer; r += 4, row += 4L * Extent)
            {
                int column = 0;
                for (; column + 16 <= count; column += 16)
                {
                    float* x = row + column;
                    Vector512<float> sum = Add(Vector512.Load(sums + column), Vector512.Load(x));
                    sum = Add(sum, Vector512.Load(x + Extent));
                    sum = Add(sum, Vector512.Load(x + (2L * Extent)));
                    Add(sum, Vector512.Load(x + (3L * Extent))).Store(sums + column);
                }
                if (column < count)
                {
                    for (int below = 0; below < 4; below++)
                        AddFirst(row + (below * (long)Extent) + column, sums + column, count - column);
                }
            }
            for (; r < Outer; r++, row += Extent)
            {
                for (int column = 0; column < count; column += 16)
                    AddFirst(row + column, sums + column, Math.Min(16, count - column));
            }
        }

        private readonly void AddFirst(float* x, float* sums, int lanes)
            => Simd.StoreFirst(sums, lanes, Add(Simd.LoadFirst(sums, lanes), Simd.LoadFirst(x, lanes)));

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

        /// <summary>All norms anew; those of finite entries stay finite, so that they rank below the others.</summary>
        public readonly void InDoublePrecision()
        {
            for (int slice = 0; slice < Extent; slice++)
            {
                double sum = 0;
                for (int o = 0; o < Outer; o++)
                {
                    float* line = X + ((((long)o * Extent) + slice) * Inner);
                    for (int i = 0; i < Inner; i++)
                        sum += Squares ? (double)line[i] * line[i] : Math.Abs(line[i]);
                }

                double norm = Squares ? Math.Sqrt(sum) : sum;
                Into[slice] = double.IsFinite(norm) ? (float)Math.Min(norm, float.MaxValue) : (float)norm;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly Vector512<float> Add(Vector512<float> sum, Vector512<float> x) => Squares ? Simd.Fma(x, x, sum) : sum + Vector512.Abs(x);
    }
}
