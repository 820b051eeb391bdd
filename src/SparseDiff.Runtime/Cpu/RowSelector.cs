using System.Runtime.CompilerServices;

namespace SparseDiff.Cpu;

/// <summary>
/// Exact Top-k of one row at a time. A guess of the threshold, from the row's mean magnitude and what the rows before needed, leaves
/// somewhat more than k candidates; the exact threshold is then bisected among them. The guess moves only the cost, never the result.
/// </summary>
internal unsafe struct RowSelector
{
    private readonly int columns;
    private readonly int k;
    private readonly float* candidates;
    private readonly int* candidateColumns;
    private float factor;

    public RowSelector(int columns, int k)
    {
        this.columns = columns;
        this.k = k;
        candidates = Scratch.Get<float>(ScratchUse.Candidates, columns);
        candidateColumns = Scratch.Get<int>(ScratchUse.CandidateColumns, columns);
        factor = FirstFactor((double)k / Math.Max(columns, 1));
    }

    /// <summary>indices[k] ascending and values[k] of the row's k entries largest in magnitude. <paramref name="next"/>: the row that comes after it, or null.</summary>
    public void SelectSparse(float* row, int* indices, float* values, float* next = null)
    {
        if (k == 0)
            return;
        if (k == columns)
        {
            for (int column = 0; column < k; column++)
                indices[column] = column;
            new ReadOnlySpan<float>(row, k).CopyTo(new Span<float>(values, k));
            return;
        }
        int count = Candidates(row, next, out int low);
        int threshold = Threshold(candidates, count, k, low, out int ties);
        if (ties > 0)
        {
            PackWithTies(candidates, candidateColumns, count, threshold, ties, values, indices);
            return;
        }
        Magnitude.PackAtLeast(candidates, candidateColumns, count, threshold);
        new ReadOnlySpan<float>(candidates, k).CopyTo(new Span<float>(values, k));
        new ReadOnlySpan<int>(candidateColumns, k).CopyTo(new Span<int>(indices, k));
    }

    /// <summary>into[columns] = the row's k entries largest in magnitude, zeros elsewhere; into may be the row itself. <paramref name="next"/>: as above.</summary>
    public void SelectMasked(float* row, float* into, float* next = null)
    {
        if (k >= columns)
        {
            if (into != row)
                new ReadOnlySpan<float>(row, columns).CopyTo(new Span<float>(into, columns));
            return;
        }
        if (k == 0)
        {
            new Span<float>(into, columns).Clear();
            return;
        }
        int count = Candidates(row, next, out int low);
        int threshold = Threshold(candidates, count, k, low, out int ties);
        Mask(row, columns, threshold, ties, into);
    }

    /// <summary>into[count] = x where its magnitude is above the threshold, and the first so many that equal it (all when ties is 0); zeros elsewhere.</summary>
    internal static void Mask(float* x, int count, int threshold, int ties, float* into)
    {
        if (ties == 0)
        {
            Magnitude.MaskAtLeast(x, count, threshold, into);
            return;
        }
        for (int i = 0; i < count; i++)
        {
            int magnitude = Magnitude.Of(x[i]);
            bool kept = magnitude > threshold || (magnitude == threshold && ties-- > 0);
            into[i] = kept ? x[i] : 0;
        }
    }

    /// <summary>At least k candidates, all of a magnitude of at least low, among them every entry that can be selected.</summary>
    private int Candidates(float* row, float* next, out int low)
    {
        float mean = Magnitude.Sum(row, columns) / columns;
        float guess = 0.9f * mean * factor;
        if (guess > 0 && float.IsFinite(guess))
        {
            for (int attempt = 0; attempt < 8; attempt++, guess *= 0.8f)
            {
                low = Math.Max(1, Magnitude.Of(guess));
                int count = Magnitude.CompressAtLeast(row, columns, low, 0, candidates, candidateColumns, next);
                if (count < k)
                    continue;
                Learn(count, guess / mean);
                return count;
            }
        }
        low = 0;
        return Magnitude.CompressAtLeast(row, columns, 0, 0, candidates, candidateColumns);
    }

    /// <summary>Aims at a guess that leaves about 1.25 k candidates.</summary>
    private void Learn(int count, float used)
    {
        float relative = used / 0.9f;
        float wanted = count > k + (k / 4) + 8 ? relative * 1.03f : count < k + (k / 16) + 2 ? relative * 0.97f : relative;
        factor += 0.25f * (wanted - factor);
    }

    /// <summary>
    /// The magnitude of the k-th largest of count elements that are all at least <paramref name="low"/>; ties = how many elements of exactly
    /// that magnitude are selected, or 0 for all of them. 1 ≤ k ≤ count.
    /// </summary>
    internal static int Threshold(float* x, int count, int k, int low, out int ties)
    {
        // Invariant: atLow ≥ k magnitudes are ≥ low, aboveHigh < k are ≥ high.
        int atLow = count;
        int atHigh = 0;
        long high = Magnitude.Max(x, count) + 1L;
        while (atLow != k && high - low > 1)
        {
            int middle = (int)(low + ((high - low) / 2));
            int found = Magnitude.CountAtLeast(x, count, middle);
            if (found >= k)
                (low, atLow) = (middle, found);
            else
                (high, atHigh) = (middle, found);
        }
        ties = atLow == k ? 0 : k - atHigh;
        return low;
    }

    internal static int PackWithTies(float* x, int* columns, int count, int threshold, int ties, float* values, int* indices)
    {
        int n = 0;
        for (int i = 0; i < count; i++)
        {
            int magnitude = Magnitude.Of(x[i]);
            if (magnitude > threshold || (magnitude == threshold && ties-- > 0))
            {
                values[n] = x[i];
                indices[n++] = columns[i];
            }
        }
        return n;
    }

    /// <summary>Threshold ÷ mean magnitude of a normal distribution when the given share is kept.</summary>
    private static float FirstFactor(double share)
    {
        double tail = Math.Clamp(share, 1e-6, 0.999) / 2;
        double t = Math.Sqrt(-2 * Math.Log(tail)); // Abramowitz and Stegun 26.2.23
        double quantile = t - ((2.515517 + (0.802853 * t) + (0.010328 * t * t)) / (1 + (1.432788 * t) + (0.189269 * t * t) + (0.001308 * t * t * t)));
        return (float)Math.Max(0.001, quantile / 0.7979);
    }
}
