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
        double count = (double)ratio * entries;
        double whole = Math.Round(count);
        return entries == 0 ? 0 : Math.Clamp((int)(whole - count <= 1.2e-7 * count ? whole : count), 1, entries);
    }

    /// <summary>A count, checked; 0 when there is nothing to select from, such as of a batch without examples.</summary>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1 or more than there are entries.</exception>
    public static int FromCount(string policy, int k, int entries, string among)
    {
        if (k < 1 || (k > entries && entries > 0))
            throw new ArgumentOutOfRangeException(nameof(k), k, $"{policy}: k must lie in 1 to {entries}, the number of entries {among}.");
        return Math.Min(k, entries);
    }
}
