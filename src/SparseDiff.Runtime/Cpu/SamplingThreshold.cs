using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SparseDiff.Cpu;

/// <summary>
/// The τ with Σ min(1, |g| / τ) = k. As a function of 1/τ the sum is concave and piecewise linear, and τ ← (sum of the entries below τ) / (k −
/// number of the others) is Newton's iteration on it: from any start it reaches the exact piece in a few passes.
/// </summary>
internal static unsafe class SamplingThreshold
{
    private const int Piece = 8192;
    private const int MaximalPasses = 100;

    /// <summary>τ; zero when all entries that are not zero fit into k. Entries that are not finite count among the large ones.</summary>
    /// <param name="g">The gradient.</param>
    /// <param name="length">How many entries it has.</param>
    /// <param name="k">The sum of the probabilities.</param>
    /// <param name="guess">A first guess, such as the last step's τ, which saves passes; or 0. The answer does not depend on it.</param>
    public static double Find(float* g, long length, int k, double guess)
    {
        int pieces = (int)((length + Piece - 1) / Piece);
        var job = new Job
        {
            Gradient = g,
            Length = length,
            Small = Scratch.Get<double>(ScratchUse.Partials, pieces),
            Large = Scratch.Get<int>(ScratchUse.Structure, pieces),
        };
        bool guessed = guess > 0;
        double tau = guessed ? guess : double.PositiveInfinity;
        long largeBefore = -1;
        for (int pass = 0; pass < MaximalPasses; pass++)
        {
            job.LargeFrom = RankOf(tau);
            CpuPool.Run(ref job, pieces);
            double small = 0;
            long large = 0;
            for (int piece = 0; piece < pieces; piece++)
            {
                small += double.IsFinite(job.Small[piece]) ? job.Small[piece] : job.InDoublePrecision(piece);
                large += job.Large[piece];
            }
            if (guessed)
            {
                // One step from anywhere lands at or above the answer, from where the iteration descends.
                guessed = false;
                tau = large < k && small > 0 ? small / (k - large) : double.PositiveInfinity;
                continue;
            }

            if (small == 0)
                return 0;
            if (large >= k || large == largeBefore)
                return tau;
            double next = small / (k - large);
            if (next >= tau)
                return tau;
            (tau, largeBefore) = (next, large);
        }
        return tau;
    }

    /// <summary>
    /// The τ of one row with Σ (|g| τ - g²) = variance · Σ g², the first sum over the entries below τ: convex in τ, so Newton's steps descend to the exact
    /// piece from above, and one step from anywhere lands there.
    /// </summary>
    /// <inheritdoc cref="Find"/>
    public static double OfVariance(float* g, int length, double variance, double guess)
    {
        double sum = Magnitude.Sums(g, length, 1, Magnitude.Infinite, out double squares);
        double allowed = variance * squares;
        if (sum == 0 || allowed == 0)
            return 0;
        double highest = (allowed + squares) / sum;
        double tau = double.PositiveInfinity;
        double next = guess > 0 && guess < highest ? guess : highest;
        bool guessed = next < highest;
        for (int pass = 0; pass < MaximalPasses && (guessed || next < tau); pass++)
        {
            tau = next;
            double small = Magnitude.Sums(g, length, 1, RankOf(tau), out double smallSquares);
            next = small > 0 ? (allowed + smallSquares) / small : highest;
            if (guessed)
                (guessed, tau) = (false, double.PositiveInfinity);
        }

        return Math.Min(tau, next);
    }

    /// <summary>The smallest magnitude (a float's bits) that is at least τ.</summary>
    internal static int RankOf(double tau)
    {
        if (tau > float.MaxValue)
            return Magnitude.Infinite;
        float rounded = (float)tau;
        return Math.Max(1, Magnitude.Of(rounded < tau ? MathF.BitIncrement(rounded) : rounded));
    }

    /// <summary>Sum and count of a fixed piece, so that the total does not depend on the number of threads.</summary>
    private struct Job : IPartJob
    {
        public float* Gradient;
        public long Length;
        public int LargeFrom;
        public double* Small;
        public int* Large;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            long start = (long)part * Piece;
            int count = (int)Math.Min(Piece, Length - start);
            float* g = Gradient + start;
            Vector512<int> below = Vector512.Create(LargeFrom - 1);
            Vector512<float> s0 = default, s1 = default;
            Vector512<int> n0 = default, n1 = default;
            int i = 0;
            for (; i + 32 <= count; i += 32)
            {
                Vector512<float> x0 = Vector512.Abs(Vector512.Load(g + i));
                Vector512<float> x1 = Vector512.Abs(Vector512.Load(g + i + 16));
                Vector512<int> m0 = Vector512.GreaterThan(x0.AsInt32(), below);
                Vector512<int> m1 = Vector512.GreaterThan(x1.AsInt32(), below);
                s0 += Vector512.AndNot(x0.AsInt32(), m0).AsSingle();
                s1 += Vector512.AndNot(x1.AsInt32(), m1).AsSingle();
                n0 += m0;
                n1 += m1;
            }
            for (; i < count; i += 16)
            {
                Vector512<float> x = Vector512.Abs(Simd.LoadPart(g + i, Math.Min(16, count - i)));
                Vector512<int> m = Vector512.GreaterThan(x.AsInt32(), below);
                s0 += Vector512.AndNot(x.AsInt32(), m).AsSingle();
                n0 += m;
            }
            s0 += s1;
            Vector512<double> sum = Vector512.WidenLower(s0) + Vector512.WidenUpper(s0);
            Small[part] = Vector512.Sum(sum);
            Large[part] = -Vector512.Sum(n0 + n1);
        }

        /// <summary>The sum of a piece once more, of numbers so large that few of them are more than a float holds. (A call in the loop's method made that a quarter slower.)</summary>
        public readonly double InDoublePrecision(int part)
        {
            double sum = 0;
            for (long i = (long)part * Piece; i < Math.Min(Length, (part + 1L) * Piece); i++)
                sum += Magnitude.Of(Gradient[i]) < LargeFrom ? Math.Abs(Gradient[i]) : 0;
            return sum;
        }
    }
}
