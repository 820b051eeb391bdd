using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>From budgets of energy and variance to counts, by one sweep that counts and sums by magnitude, eight buckets for each power of two.</summary>
internal static class MagnitudeBudget
{
    /// <summary>How many entries of the whole gradient pass: a count, a ratio, or as few as keep a share of the energy.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="policy">The policy, for messages.</param>
    /// <param name="gradient">What exists of the gradient; the rest is zero.</param>
    /// <param name="entries">How many entries it has with those that do not exist.</param>
    /// <exception cref="NotSupportedException">The budget is one of variance.</exception>
    public static int CountOf(Budget budget, string policy, Tensor gradient, int entries) => budget.Kind == BudgetKind.Energy
        ? CountOfEnergy(gradient, budget.Checked(policy))
        : budget.CountOf(policy, entries, "of the tensor");

    /// <summary>So few of the largest entries that they keep at least this share of ‖g‖²: within one bucket of the fewest; at least one.</summary>
    public static int CountOfEnergy(Tensor gradient, double share) => (int)CountOfEnergy([gradient], share);

    /// <summary>The same of several tensors together.</summary>
    public static long CountOfEnergy(ReadOnlySpan<Tensor> gradients, double share)
    {
        Span<MagnitudeBucket> buckets = Sweep(gradients);
        long entries = 0;
        foreach (Tensor gradient in gradients)
            entries += gradient.Length;
        double missing = SliceSample.EnergyOf(share, Total(buckets));
        long count = buckets[MagnitudeBucket.NotFinite].Count;
        for (int i = MagnitudeBucket.Buckets - 1; i >= 0 && missing > 0; i--)
        {
            MagnitudeBucket bucket = buckets[i];
            if (bucket.SumOfSquares < missing)
            {
                missing -= bucket.SumOfSquares;
                count += bucket.SumOfSquares > 0 ? bucket.Count : 0;
                continue;
            }

            // The bucket's largest hold at least the mean each.
            count += (long)Math.Ceiling(missing / (bucket.SumOfSquares / bucket.Count));
            break;
        }

        return Math.Clamp(count, 1, Math.Max(1, entries));
    }

    /// <summary>How many a sample keeps that adds about this variance, relative to ‖g‖².</summary>
    public static int CountOfVariance(Tensor gradient, double variance)
    {
        Span<MagnitudeBucket> buckets = Sweep([gradient]);
        double allowed = variance * Total(buckets);
        double sum = 0;
        double squares = 0;
        long small = 0;
        int last = 0;

        // What lies below τ adds Σ (|g| τ - g²): take buckets in as long as their upper end as τ adds no more than allowed.
        while (last < MagnitudeBucket.Buckets && ((sum + buckets[last].Sum) * MagnitudeBucket.Start(last + 1)) - squares - buckets[last].SumOfSquares <= allowed)
        {
            sum += buckets[last].Sum;
            squares += buckets[last].SumOfSquares;
            small += buckets[last++].Count;
        }

        double start = MagnitudeBucket.Start(last);
        double tau = sum > 0 ? Math.Max(start, (allowed + squares) / sum) : start;
        double expected = gradient.Length - small + (tau > 0 ? sum / tau : 0);
        return (int)Math.Clamp(Math.Ceiling(expected), 1, Math.Max(1, gradient.Length));
    }

    private static Span<MagnitudeBucket> Sweep(ReadOnlySpan<Tensor> gradients)
    {
        Span<MagnitudeBucket> buckets = new MagnitudeBucket[MagnitudeBucket.Buckets + 1];
        Span<MagnitudeBucket> own = gradients.Length == 1 ? buckets : new MagnitudeBucket[buckets.Length];
        foreach (Tensor gradient in gradients)
        {
            if (gradient.Length == 0)
                continue;
            gradient.Device.Kernels.Histogram(gradient, own);
            for (int i = 0; i < buckets.Length && gradients.Length > 1; i++)
                buckets[i] = new MagnitudeBucket(buckets[i].Count + own[i].Count, buckets[i].Sum + own[i].Sum, buckets[i].SumOfSquares + own[i].SumOfSquares);
        }

        return buckets;
    }

    private static double Total(ReadOnlySpan<MagnitudeBucket> buckets)
    {
        double total = 0;
        foreach (MagnitudeBucket bucket in buckets)
            total += bucket.SumOfSquares;
        return total;
    }
}
