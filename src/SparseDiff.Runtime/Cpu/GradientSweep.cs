using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

/// <summary>Sweeps over a whole gradient in pieces that do not depend on the number of threads.</summary>
internal static unsafe class GradientSweep
{
    private const int Piece = 16384;

    /// <summary>Sums in double precision; what is not finite is left out.</summary>
    public static GradientMoments Moments(float* x, long length)
    {
        int pieces = Pieces(length);
        var job = new MomentsJob { X = x, Length = length, Parts = (GradientMoments*)Scratch.Get<double>(ScratchUse.Partials, 3L * pieces) };
        CpuPool.Run(ref job, pieces);
        GradientMoments total = default;
        for (int piece = 0; piece < pieces; piece++)
            total = new GradientMoments(total.NonZero + job.Parts[piece].NonZero, total.Sum + job.Parts[piece].Sum, total.SumOfSquares + job.Parts[piece].SumOfSquares);
        return total;
    }

    /// <summary>How many magnitudes are at least <paramref name="low"/>, which is at least one.</summary>
    public static long CountAtLeast(float* x, long length, int low)
    {
        int pieces = Pieces(length);
        var job = new CountJob { X = x, Length = length, Low = low, Counts = Scratch.Get<int>(ScratchUse.Partials, pieces) };
        CpuPool.Run(ref job, pieces);
        long total = 0;
        for (int piece = 0; piece < pieces; piece++)
            total += job.Counts[piece];
        return total;
    }

    /// <summary>into = x where its magnitude is at least <paramref name="low"/>, else zero.</summary>
    public static void MaskAtLeast(float* x, long length, int low, float* into)
    {
        var job = new CountJob { X = x, Length = length, Low = low, Into = into };
        CpuPool.Run(ref job, Pieces(length));
    }

    private static int Pieces(long length) => (int)((length + Piece - 1) / Piece);

    private struct MomentsJob : IPartJob
    {
        public float* X;
        public long Length;
        public GradientMoments* Parts;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            float* x = X + ((long)part * Piece);
            int count = (int)Math.Min(Piece, Length - ((long)part * Piece));
            Vector512<double> sum = default, squares = default;
            Vector512<int> zeros = default;
            Vector512<int> infinite = Vector512.Create(Magnitude.Infinite - 1);
            for (int i = 0; i < count; i += 16)
            {
                Vector512<float> v = Simd.LoadPart(x + i, Math.Min(16, count - i));
                zeros += Vector512.Equals(v, Vector512<float>.Zero).AsInt32();
                v = Vector512.AndNot(v.AsInt32(), Vector512.GreaterThan(v.AsInt32() & Vector512.Create(int.MaxValue), infinite)).AsSingle();
                Vector512<double> low = Vector512.WidenLower(v), high = Vector512.WidenUpper(v);
                sum += low + high;
                squares += (low * low) + (high * high);
            }

            // The lanes behind the end were loaded as zeros.
            int padded = (count + 15) / 16 * 16;
            Parts[part] = new GradientMoments(padded + Vector512.Sum(zeros), Vector512.Sum(sum), Vector512.Sum(squares));
        }
    }

    private struct CountJob : IPartJob
    {
        public float* X;
        public long Length;
        public int Low;
        public int* Counts;
        public float* Into;

        public readonly void Run(int part)
        {
            long first = (long)part * Piece;
            int count = (int)Math.Min(Piece, Length - first);
            if (Into != null)
                Magnitude.MaskAtLeast(X + first, count, Low, Into + first);
            else
                Counts[part] = Magnitude.CountAtLeast(X + first, count, Low);
        }
    }
}
