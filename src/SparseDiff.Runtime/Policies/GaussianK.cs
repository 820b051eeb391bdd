using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>
/// Keeps about k entries of the whole tensor: those above the threshold that would leave k of a normal distribution with the
/// gradient's mean and variance, adapted a few times. Source: arXiv 1911.08772.
/// </summary>
/// <remarks>
/// As published (<see cref="AsPublished"/>), the threshold is halved or grown by half at most three times, and may jump over what was
/// wanted. By default it is bracketed: bisection between one that kept too many and one that kept too few lands within
/// [2k/3, 4k/3], and never keeps nothing of a gradient that is not zero. Where equal magnitudes leave no such threshold the exact k pass, of
/// equal ones the first; where fewer entries than that are not zero, all of those.
/// </remarks>
/// <param name="budget">How many entries pass, about, or which share of them or of the energy.</param>
public sealed class GaussianK(Budget budget) : IBlockSelection, ICheckedSelection
{
    private const int PublishedRounds = 3;
    private const int SteppingRounds = 8;
    private const int MaximalRounds = 64;

    /// <summary>How many entries pass, about; may change at every step.</summary>
    public Budget Budget { get; set; } = budget;

    /// <summary>Whether the rule is the published one, constants and all.</summary>
    public bool AsPublished { get; set; }

    void ICheckedSelection.Check(ReadOnlySpan<int> shape) => SettingCheck.Of(nameof(GaussianK), Budget, Shapes.Length(shape), "of the tensor", BudgetKind.Energy);

    /// <inheritdoc/>
    public void Select(Tensor gradient, SparseRows into, ulong draw)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        Select(gradient, gradient.Length, into);
    }

    /// <inheritdoc/>
    public void Select(SparseExamples gradient, SparseRows into, ulong draw) => ExampleBlock.Select(this, gradient, into, draw);

    void IBlockSelection.SelectBlock(SparseExamples gradient, SparseRows into, ulong draw) => Select(gradient.Values, Shapes.Length(gradient.Shape), into);

    private void Select(Tensor gradient, int entries, SparseRows into)
    {
        KernelSet kernels = gradient.Device.Kernels;
        if (FindThreshold(gradient, entries, Budget, AsPublished, out int k) is { } threshold)
            kernels.SelectAbove(gradient, threshold, into);
        else
            kernels.SelectTensor(default(Identity), [gradient], gradient.Shape, Math.Min(k, gradient.Length), into);
    }

    /// <summary>The threshold, and the k that was asked for; null where none keeps about k.</summary>
    /// <param name="gradient">What exists of the gradient; the rest is zero.</param>
    /// <param name="d">How many entries it has with those that do not exist.</param>
    /// <param name="budget">The budget.</param>
    /// <param name="asPublished">Whether the rule is the published one.</param>
    /// <param name="k">How many entries are wanted.</param>
    internal static float? FindThreshold(Tensor gradient, int d, Budget budget, bool asPublished, out int k)
    {
        k = 0;
        if (d == 0)
            return 0;
        k = MagnitudeBudget.CountOf(budget, nameof(GaussianK), gradient, d);
        GradientMoments moments = gradient.Device.Kernels.Moments(gradient);
        double mean = moments.Sum / d;
        double deviation = Math.Sqrt(Math.Max(0, (moments.SumOfSquares - (moments.Sum * mean)) / Math.Max(1, d - 1)));
        double ratio = budget.Kind == BudgetKind.Ratio && budget.Value > 0 ? budget.Value : (double)k / d;
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

    private static float? Bracketed(Tensor gradient, double first, int k, long nonZero)
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
            threshold = Between(low, high, round);
        }

        return null;
    }

    /// <summary>
    /// The next threshold to try: a step from the only end that is known, or the middle of both. Where a few steps have not found the other end,
    /// as when one entry is larger than all others by powers of ten, the middle of the numbers as a float counts them: it halves the powers of two.
    /// </summary>
    private static float Between(float low, float high, int round)
    {
        bool isOpen = low == 0 || float.IsPositiveInfinity(high);
        if (isOpen && round >= SteppingRounds)
        {
            (int first, int last) = (BitConverter.SingleToInt32Bits(low), BitConverter.SingleToInt32Bits(high));
            return BitConverter.Int32BitsToSingle(first + ((last - first) / 2));
        }

        return float.IsPositiveInfinity(high) ? low * 1.5f : low == 0 ? high * 0.5f : (float)(((double)low + high) / 2);
    }

    private static bool IsWithin(long count, int k) => 3 * count >= 2L * k && 3 * count <= 4L * k;
}
