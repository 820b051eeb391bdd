using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SparseDiff.Cpu;

/// <summary>
/// What several pieces of memory together hold below, between and above two magnitudes, from one sweep. The entries between are packed, so that the rest of a
/// search looks at them alone. Sums are of fixed segments in double precision: they do not depend on the number of threads.
/// </summary>
internal unsafe struct BracketSums
{
    private const int Segment = 16384;
    private const int SegmentRoom = Segment + 64;

    /// <summary>The finite entries that reach the upper magnitude.</summary>
    public long AboveCount;

    /// <summary>Σ x² of those.</summary>
    public double AboveSquares;

    /// <summary>The entries that are not finite.</summary>
    public long InfiniteCount;

    /// <summary>Σ |x| below the lower magnitude.</summary>
    public double BelowSum;

    /// <summary>Σ x² below the lower magnitude.</summary>
    public double BelowSquares;

    /// <summary>The entries between, the lower magnitude included; in scratch memory.</summary>
    public float* Between;

    /// <summary>How many are between.</summary>
    public int BetweenCount;

    /// <param name="places">Where the pieces of memory are.</param>
    /// <param name="lengths">How many numbers each has.</param>
    /// <param name="low">The lower magnitude, at least one.</param>
    /// <param name="high">The upper magnitude, at most <see cref="Magnitude.Infinite"/>.</param>
    public static BracketSums At(ReadOnlySpan<nint> places, ReadOnlySpan<long> lengths, int low, int high)
    {
        long segments = 0;
        foreach (long length in lengths)
            segments += Segments(length);
        var job = new SplitJob
        {
            Low = low,
            High = high,
            Between = Scratch.Get<float>(ScratchUse.Candidates, segments * SegmentRoom),
            Parts = (BracketSums*)Scratch.Get<byte>(ScratchUse.Segments, segments * sizeof(BracketSums)),
        };
        for (int i = 0; i < places.Length; i++)
        {
            job.X = (float*)places[i];
            job.Length = lengths[i];
            int parts = (int)Segments(lengths[i]);
            CpuPool.Run(ref job, parts);
            job.First += parts;
        }

        return Join(job.Parts, job.First, job.Between);
    }

    private static BracketSums Join(BracketSums* parts, int count, float* between)
    {
        var whole = new BracketSums { Between = between };
        for (int i = 0; i < count; i++)
        {
            new ReadOnlySpan<float>(parts[i].Between, parts[i].BetweenCount).CopyTo(new Span<float>(between + whole.BetweenCount, parts[i].BetweenCount));
            whole.BetweenCount += parts[i].BetweenCount;
            whole.AboveCount += parts[i].AboveCount;
            whole.AboveSquares += parts[i].AboveSquares;
            whole.InfiniteCount += parts[i].InfiniteCount;
            whole.BelowSum += parts[i].BelowSum;
            whole.BelowSquares += parts[i].BelowSquares;
        }

        return whole;
    }

    private static long Segments(long length) => (length + Segment - 1) / Segment;

    private struct SplitJob : IPartJob
    {
        public float* X;
        public long Length;
        public int First;
        public int Low;
        public int High;
        public float* Between;
        public BracketSums* Parts;

        public readonly void Run(int part)
        {
            long first = (long)part * Segment;
            int count = (int)Math.Min(Segment, Length - first);
            float* between = Between + ((long)(First + part) * SegmentRoom);
            Parts[First + part] = Avx512F.IsSupported ? Of(X + first, count, between) : OfPortable(X + first, count, between);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly BracketSums Of(float* x, int count, float* between)
        {
            Vector512<int> belowLow = Vector512.Create(Low - 1), belowHigh = Vector512.Create(High - 1), finite = Vector512.Create(Magnitude.Infinite - 1);
            Vector512<double> sum = default, small0 = default, small1 = default, large0 = default, large1 = default;
            Vector512<int> reached = default, infinite = default;
            int n = 0;
            for (int i = 0; i < count; i += 16)
            {
                // The lanes behind the end are zeros: they add nothing and are below.
                Vector512<float> v = Simd.LoadPart(x + i, Math.Min(16, count - i));
                Vector512<float> magnitude = Vector512.Abs(v);
                Vector512<int> atLow = Vector512.GreaterThan(magnitude.AsInt32(), belowLow);
                Vector512<int> atHigh = Vector512.GreaterThan(magnitude.AsInt32(), belowHigh);
                Vector512<int> notFinite = Vector512.GreaterThan(magnitude.AsInt32(), finite);
                Vector512<int> isBetween = Vector512.AndNot(atLow, atHigh);
                Avx512F.Compress(Vector512<float>.Zero, isBetween.AsSingle(), v).Store(between + n);
                n += (int)Popcnt.PopCount((uint)Vector512.ExtractMostSignificantBits(isBetween));
                reached += atHigh;
                infinite += notFinite;
                Vector512<float> small = Vector512.AndNot(magnitude.AsInt32(), atLow).AsSingle();
                Vector512<float> large = Vector512.AndNot(magnitude.AsInt32() & atHigh, notFinite).AsSingle();
                Vector512<double> lower = Vector512.WidenLower(small), upper = Vector512.WidenUpper(small);
                sum += lower + upper;
                small0 += lower * lower;
                small1 += upper * upper;
                (lower, upper) = (Vector512.WidenLower(large), Vector512.WidenUpper(large));
                large0 += lower * lower;
                large1 += upper * upper;
            }

            int infinites = -Vector512.Sum(infinite);
            return new BracketSums
            {
                AboveCount = -Vector512.Sum(reached) - infinites,
                AboveSquares = Vector512.Sum(large0 + large1),
                InfiniteCount = infinites,
                BelowSum = Vector512.Sum(sum),
                BelowSquares = Vector512.Sum(small0 + small1),
                Between = between,
                BetweenCount = n,
            };
        }

        private readonly BracketSums OfPortable(float* x, int count, float* between)
        {
            var split = new BracketSums { Between = between };
            for (int i = 0; i < count; i++)
            {
                int rank = Magnitude.Of(x[i]);
                double magnitude = Math.Abs((double)x[i]);
                if (rank < Low)
                {
                    split.BelowSum += magnitude;
                    split.BelowSquares += magnitude * magnitude;
                }
                else if (rank < High)
                {
                    between[split.BetweenCount++] = x[i];
                }
                else if (rank < Magnitude.Infinite)
                {
                    split.AboveCount++;
                    split.AboveSquares += magnitude * magnitude;
                }
                else
                {
                    split.InfiniteCount++;
                }
            }

            return split;
        }
    }
}
