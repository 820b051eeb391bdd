namespace PaperStudy.Policies;

/// <summary>How many numbers there are of each size: bins of a quarter of a power of ten, from 1e-12 to 10.</summary>
internal sealed class MagnitudeHistogram
{
    private const int Least = -12, Most = 1, PerDecade = 4;

    private readonly long[] _counts = new long[(Most - Least) * PerDecade];

    /// <summary>How many were added.</summary>
    public long Count { get; private set; }

    /// <summary>How many of them were zero.</summary>
    public long Zeros { get; private set; }

    /// <summary>The middle of each bin.</summary>
    public static IReadOnlyList<double> Middles { get; } =
        [.. Enumerable.Range(0, (Most - Least) * PerDecade).Select(bin => Math.Pow(10, Least + ((bin + 0.5) / PerDecade)))];

    /// <summary>The share of the numbers in each bin; not a number where there is none, so that nothing is drawn.</summary>
    public IReadOnlyList<double> Shares => [.. _counts.Select(count => count == 0 ? double.NaN : (double)count / Count)];

    public void Add(ReadOnlySpan<float> values)
    {
        Count += values.Length;
        foreach (var value in values)
        {
            if (value == 0)
            {
                Zeros++;
                continue;
            }

            var bin = (int)Math.Floor((MathF.Log10(Math.Abs(value)) - Least) * PerDecade);
            _counts[Math.Clamp(bin, 0, _counts.Length - 1)]++;
        }
    }
}
