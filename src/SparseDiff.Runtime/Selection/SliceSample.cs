namespace SparseDiff;

/// <summary>
/// Which of a few things pass, by score: the largest, or an unbiased systematic sample. On the host and in double precision, as whole
/// columns or examples are few.
/// </summary>
internal static class SliceSample
{
    /// <summary>
    /// Draws each thing with probability p = min(1, score / τ): writes those that pass, ascending, and what makes them unbiased, 1 / p.
    /// A score that is not finite passes as it is; a score of zero never does.
    /// </summary>
    /// <param name="scores">None negative.</param>
    /// <param name="budget">A count, a ratio or a variance; it fixes τ.</param>
    /// <param name="policy">The policy, for messages.</param>
    /// <param name="among">What competes, for messages.</param>
    /// <param name="uniform">In [0, 1): i passes when ⌊c + u⌋ grows at it, c the running sum of p.</param>
    /// <param name="kept">Room for all.</param>
    /// <param name="factors">Room for all.</param>
    /// <returns>How many pass.</returns>
    public static int Draw(ReadOnlySpan<float> scores, Budget budget, string policy, string among, float uniform, Span<int> kept, Span<float> factors)
    {
        double tau = budget.Kind switch
        {
            BudgetKind.Variance => ThresholdOfVariance(scores, budget.Checked(policy)),
            _ => Threshold(scores, budget.CountOf(policy, scores.Length, among)),
        };
        double sum = 0;
        int count = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            double p = !double.IsFinite(scores[i]) ? 1 : scores[i] == 0 ? 0 : Math.Min(1, scores[i] / tau);
            double next = sum + p;
            if (p == 1 || Math.Floor(next + uniform) > Math.Floor(sum + uniform))
            {
                kept[count] = i;
                factors[count++] = (float)(1 / p);
            }

            sum = next;
        }

        return count;
    }

    /// <summary>The fewest of the largest that keep a share of Σ score²; at least one.</summary>
    public static int CountOfEnergy(ReadOnlySpan<float> scores, double share) => CountOfEnergy(Array.ConvertAll(scores.ToArray(), static score => (double)score), share);

    /// <inheritdoc cref="CountOfEnergy(ReadOnlySpan{float}, double)"/>
    public static int CountOfEnergy(ReadOnlySpan<double> scores, double share)
    {
        double[] sorted = Array.FindAll(scores.ToArray(), double.IsFinite);
        Array.Sort(sorted);
        double total = 0;
        foreach (double score in sorted)
            total += score * score;
        double wanted = EnergyOf(share, total);
        double kept = 0;
        int count = 0;
        while (count < sorted.Length && sorted[^(count + 1)] > 0 && kept < wanted)
        {
            double score = sorted[^++count];
            kept += score * score;
        }

        // What is not finite ranks above everything and has no energy to speak of.
        return Math.Max(1, count + scores.Length - sorted.Length);
    }

    /// <summary>
    /// What the entries that pass must hold together, of a total: less than the share by what sums in another order may differ, so that equal entries are
    /// cut at the same place everywhere. A share of 1 is never reached: all that is not zero passes.
    /// </summary>
    public static double EnergyOf(double share, double total) => share >= 1 ? double.PositiveInfinity : share * total * (1 - 1e-10);

    /// <summary>The τ with Σ min(1, score / τ) = k; 0 when all that are not zero fit.</summary>
    private static double Threshold(ReadOnlySpan<float> scores, int k)
    {
        double tau = double.PositiveInfinity;
        while (true)
        {
            (double small, _, int large) = Split(scores, tau);
            if (large >= k || small == 0)
                return small == 0 ? 0 : tau;
            double next = small / (k - large);
            if (next >= tau)
                return tau;
            tau = next;
        }
    }

    /// <summary>The τ that adds the relative variance v: Σ over scores below τ of (score · τ - score²) = v Σ score².</summary>
    public static double ThresholdOfVariance(ReadOnlySpan<float> scores, double variance)
    {
        (double sum, double squares, _) = Split(scores, double.PositiveInfinity);
        if (sum == 0 || variance == 0)
            return 0;

        // The added variance grows with τ: Newton's steps from above descend to the piece of the answer.
        double tau = double.PositiveInfinity;
        double next = squares * (1 + variance) / sum;
        for (int step = 0; step < 100 && next != tau; step++)
        {
            tau = next;
            (double small, double smallSquares, _) = Split(scores, tau);
            next = small == 0 ? 0 : ((variance * squares) + smallSquares) / small;
            if (next == 0)
                return 0;
        }

        return tau;
    }

    /// <summary>Σ score and Σ score² of those below τ, and how many others there are.</summary>
    private static (double Small, double SmallSquares, int Large) Split(ReadOnlySpan<float> scores, double tau)
    {
        double small = 0;
        double squares = 0;
        int large = 0;
        foreach (float score in scores)
        {
            if (double.IsFinite(score) && score < tau)
            {
                small += score;
                squares += (double)score * score;
            }
            else
            {
                large++;
            }
        }

        return (small, squares, large);
    }
}
