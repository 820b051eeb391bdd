namespace SparseDiff;

/// <summary>Budgets of energy and variance in each row by itself, where k differs from row to row. On the host.</summary>
internal static class RowBudget
{
    /// <summary>Of each row so few of the largest entries that they keep at least this share of its energy; none of a row of zeros.</summary>
    public static void SelectEnergy(Tensor gradient, double share, SparseRows into)
    {
        float[] values = gradient.ToArray();
        int width = gradient.Rank == 0 ? 1 : gradient.Columns;
        var places = new List<int>();
        var scores = new float[width];
        var order = new int[width];
        for (int start = 0; start < values.Length; start += width)
        {
            Span<float> row = Magnitudes(values.AsSpan(start, width), scores);
            if (row.IndexOfAnyExcept(0f) < 0)
                continue;
            int k = SliceSample.CountOfEnergy(row, share);

            // Of equal magnitudes the first: sorting by the place as well is stable.
            for (int i = 0; i < width; i++)
                order[i] = i;
            Array.Sort(order, (a, b) => scores[a] != scores[b] ? scores[b].CompareTo(scores[a]) : a.CompareTo(b));
            Array.Sort(order, 0, k);
            for (int i = 0; i < k; i++)
                places.Add(start + order[i]);
        }

        EntrySelection.Keep(gradient, [.. places], scale: 1, into);
    }

    /// <summary>Of each row an unbiased systematic sample that adds the budget's variance, relative to its energy, with a random number of its own.</summary>
    public static void SampleVariance(Tensor gradient, Budget budget, string policy, ulong stream, SparseRows into)
    {
        float[] values = gradient.ToArray();
        int width = gradient.Rank == 0 ? 1 : gradient.Columns;
        var places = new List<int>();
        var factors = new List<float>();
        var scores = new float[width];
        var kept = new int[width];
        var ofRow = new float[width];
        for (int row = 0; row * width < values.Length; row++)
        {
            Span<float> magnitudes = Magnitudes(values.AsSpan(row * width, width), scores);
            int count = SliceSample.Draw(magnitudes, budget, policy, "of a row", CounterRandom.Uniform(stream, (ulong)row), kept, ofRow);
            for (int i = 0; i < count; i++)
                places.Add((row * width) + kept[i]);
            factors.AddRange(ofRow.AsSpan(0, count));
        }

        EntrySelection.Keep(gradient, [.. places], [.. factors], into);
    }

    /// <summary>What is not finite becomes infinite, and so ranks above everything.</summary>
    private static Span<float> Magnitudes(ReadOnlySpan<float> row, float[] scores)
    {
        for (int i = 0; i < row.Length; i++)
            scores[i] = float.IsFinite(row[i]) ? Math.Abs(row[i]) : float.PositiveInfinity;
        return scores;
    }
}
