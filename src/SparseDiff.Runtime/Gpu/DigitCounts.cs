namespace SparseDiff.Gpu;

/// <summary>
/// How many of the entries whose leading bits agree with the threshold's have which next two bits: one step of the search for
/// the k-th largest rank.
/// </summary>
/// <remarks>Two bits a step, counted in registers: no atomics, so any device runs it. Entries with digit 0 need no count.</remarks>
internal struct DigitCounts
{
    /// <summary>The first step's lowest bit; ranks have 31 bits.</summary>
    public const int FirstShift = 30;

    private int ones;
    private int twos;
    private int threes;

    /// <summary>a + b.</summary>
    public static DigitCounts Add(DigitCounts a, DigitCounts b)
    {
        a.ones += b.ones;
        a.twos += b.twos;
        a.threes += b.threes;
        return a;
    }

    /// <summary>Counts an entry if its bits above the digit are the threshold's.</summary>
    public void Count(int rank, int threshold, int shift)
    {
        // Two shifts: one by 32 would be one by 0.
        if (((rank ^ threshold) >> shift >> 2) != 0)
            return;
        int digit = (rank >> shift) & 3;
        ones += digit == 1 ? 1 : 0;
        twos += digit == 2 ? 1 : 0;
        threes += digit == 3 ? 1 : 0;
    }

    /// <summary>The threshold with its next digit.</summary>
    /// <param name="threshold">The digits found so far.</param>
    /// <param name="shift">The lowest bit of this digit.</param>
    /// <param name="remaining">Which of the entries with these digits is looked for, from 1; with the new digit afterwards.</param>
    public readonly int Descend(int threshold, int shift, ref int remaining)
    {
        if (remaining <= threes)
            return threshold | (3 << shift);
        remaining -= threes;
        if (remaining <= twos)
            return threshold | (2 << shift);
        remaining -= twos;
        if (remaining <= ones)
            return threshold | (1 << shift);
        remaining -= ones;
        return threshold;
    }
}

/// <summary>Adds counts up.</summary>
internal readonly struct DigitSum : IMerge<DigitCounts>
{
    public static DigitCounts Merge(DigitCounts a, DigitCounts b) => DigitCounts.Add(a, b);
}

/// <summary>The k-th largest rank of many: the threshold, and how many of the entries equal to it are kept.</summary>
internal struct Threshold
{
    /// <summary>The rank.</summary>
    public int Rank;

    /// <summary>How many entries of that rank are kept: those of the lowest indices.</summary>
    public int Ties;
}
