using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>
/// Keeps about k entries of the whole tensor: those above the threshold that would leave k of a normal distribution with the
/// gradient's mean and variance, adapted a few times. Source: arXiv 1911.08772.
/// </summary>
/// <remarks>
/// As published (<see cref="AsPublished"/>), the threshold is halved or grown by half at most three times, and may jump over what was
/// wanted. By default it is bracketed: bisection between one that kept too many and one that kept too few lands within
/// [2k/3, 4k/3] unless equal magnitudes make that impossible, and never keeps nothing of a gradient that is not zero.
/// </remarks>
/// <param name="budget">How many entries pass, about, or which share.</param>
public sealed class GaussianK(Budget budget) : ISelection<SparseRows>
{
    private const int PublishedRounds = 3;
    private const int MaximalRounds = 64;

    /// <summary>How many entries pass, about; may change at every step.</summary>
    public Budget Budget { get; set; } = budget;

    /// <summary>Whether the rule is the published one, constants and all.</summary>
    public bool AsPublished { get; set; }

    /// <inheritdoc/>
    public void Select(Tensor gradient, SparseRows into, ulong draw)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        gradient.Device.Kernels.SelectAbove(gradient, FindThreshold(gradient, Budget, AsPublished), into);
    }

    internal static float FindThreshold(Tensor gradient, Budget budget, bool asPublished)
    {
        int d = gradient.Length;
        if (d == 0)
            return 0;
        int k = budget.CountOf(nameof(GaussianK), d, "of the tensor");
        GradientMoments moments = gradient.Device.Kernels.Moments(gradient);
        double mean = moments.Sum / d;
        double deviation = Math.Sqrt(Math.Max(0, (moments.SumOfSquares - (moments.Sum * mean)) / Math.Max(1, d - 1)));
        double ratio = budget.Kind == BudgetKind.Ratio ? budget.Value : (double)k / d;
        double first = mean + (Math.Abs(NormalQuantile.Of(ratio / 2)) * deviation);
        return asPublished ? Published(gradient, first, k) : Bracketed(gradient, first, k, moments.NonZero);
    }

    private static float Published(Tensor gradient, double threshold, int k)
    {
        for (int round = 0; ; round++)
        {
            long count = gradient.Device.Kernels.CountAbove(gradient, (float)threshold);
            if (round == PublishedRounds - 1 || IsWithin(count, k))
                return (float)Math.Max(0, threshold);
            threshold *= count < k ? 0.5 : 1.5;
        }
    }

    private static float Bracketed(Tensor gradient, double first, int k, long nonZero)
    {
        if (3 * nonZero <= 4L * k)
            return 0;
        float low = 0; // Keeps too many.
        float high = float.PositiveInfinity; // Keeps too few.
        float threshold = double.IsFinite(first) && first > 0 ? (float)first : 1;
        for (int round = 0; round < MaximalRounds && low < threshold && threshold < high; round++)
        {
            long count = gradient.Device.Kernels.CountAbove(gradient, threshold);
            if (IsWithin(count, k))
                return threshold;
            if (count < k)
                high = threshold;
            else
                low = threshold;
            threshold = float.IsPositiveInfinity(high) ? low * 1.5f : low == 0 ? high * 0.5f : (float)(((double)low + high) / 2);
        }

        return low;
    }

    private static bool IsWithin(long count, int k) => 3 * count >= 2L * k && 3 * count <= 4L * k;
}
