namespace SparseDiff.Cpu;

/// <summary>
/// The τ of a whole gradient with Σ (|g| τ - g²) = variance · Σ g², the first sum over the entries below τ (<see cref="SamplingThreshold.OfVariance"/> has that of one
/// row). A strided sample gives a bracket that τ very likely lies in; one sweep sums what is outside it and packs what is inside, where
/// Newton's steps reach the exact piece. The sample moves only the cost, never the result.
/// </summary>
internal static unsafe class VarianceThreshold
{
    private const double Spread = 1.1; // A tenth to either side of what the sample says.
    private const double Rounding = 1e-12;
    private const int MaximalSweeps = 100;

    /// <summary>τ; zero when the gradient is zero or nothing may be added. Entries that are not finite take no part.</summary>
    /// <param name="g">The gradient.</param>
    /// <param name="length">How many entries it has.</param>
    /// <param name="variance">What the sample may add, relative to Σ g²; at least 0.</param>
    public static double Find(float* g, int length, double variance)
    {
        int blocks = Math.Clamp(length >> 13, 256, 1024);
        if (length < 2 * StridedSample.Block * blocks)
            return SamplingThreshold.OfVariance(g, length, variance, 0);
        ReadOnlySpan<nint> place = [(nint)g];
        ReadOnlySpan<long> all = [length];
        float* sample = Scratch.Get<float>(ScratchUse.Row, (blocks + 1) * StridedSample.Block);
        double guess = SamplingThreshold.OfVariance(sample, StridedSample.Take(place, all, length, blocks, sample), variance, 0);
        double from = guess > 0 ? guess * Spread : double.PositiveInfinity;
        for (int sweep = 0; sweep < MaximalSweeps; sweep++)
        {
            int low = SamplingThreshold.RankOf(from / Spread / Spread);
            BracketSums split = BracketSums.At(place, all, low, SamplingThreshold.RankOf(from));
            double energy = split.BelowSquares + Magnitude.Energy(split.Between, split.BetweenCount, 1, out _) + split.AboveSquares;
            if (variance * energy == 0)
                return 0;
            if (IsFound(split, variance * energy, low, ref from))
                return from;
        }

        return from;
    }

    /// <summary>
    /// Newton's steps from the bracket's upper end, as long as they stay inside it. The sum grows with τ and is convex: from above the answer they descend to it, and
    /// one step from below it lands above.
    /// </summary>
    /// <param name="split">What is below, inside and above.</param>
    /// <param name="allowed">What the sample may add.</param>
    /// <param name="low">The bracket's lower end.</param>
    /// <param name="tau">The upper end; replaced by the answer, or by where another sweep must start.</param>
    private static bool IsFound(in BracketSums split, double allowed, int low, ref double tau)
    {
        for (bool isEnd = true; SamplingThreshold.RankOf(tau) >= low; isEnd = false)
        {
            double sum = split.BelowSum + Magnitude.Sums(split.Between, split.BetweenCount, 1, SamplingThreshold.RankOf(tau), out double squares);
            double next = sum > 0 ? (allowed + split.BelowSquares + squares) / sum : double.PositiveInfinity;
            bool isBelow = isEnd && next > tau * (1 + Rounding);
            bool isThere = !isBelow && next >= tau * (1 - Rounding);
            tau = next;
            if (isBelow || isThere)
                return isThere;
        }

        return false;
    }
}
