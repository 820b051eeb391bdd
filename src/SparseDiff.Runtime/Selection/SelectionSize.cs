namespace SparseDiff;

/// <summary>How many of d entries a budget keeps.</summary>
public static class SelectionSize
{
    /// <summary>k = max(⌊ρ d⌋, 1), the field's convention (arXiv 1911.08772); 0 when there is nothing to select from.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The ratio is not in [0, 1], or not a number.</exception>
    public static int FromRatio(string policy, float ratio, int entries)
    {
        if (!(ratio >= 0 && ratio <= 1))
            throw new ArgumentOutOfRangeException(nameof(ratio), ratio, $"{policy}: ratio must lie in [0, 1].");

        // A float just under a whole number of entries (0.7f · 10 = 6.9999999) means that number.
        const double rounding = 1 + 1e-6;
        return entries == 0 ? 0 : Math.Clamp((int)((double)ratio * entries * rounding), 1, entries);
    }

    /// <summary>A count, checked.</summary>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1 or more than there are entries.</exception>
    public static int FromCount(string policy, int k, int entries, string among)
    {
        if (k < 1 || k > entries)
            throw new ArgumentOutOfRangeException(nameof(k), k, $"{policy}: k must lie in 1 to {entries}, the number of entries {among}.");
        return k;
    }
}
