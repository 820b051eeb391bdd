using System.Diagnostics;

namespace Samples;

/// <summary>The duration of each phase of each step of one run.</summary>
internal sealed class PhaseClock(int steps)
{
    private readonly long[][] _ticks = [new long[steps], new long[steps], new long[steps]];
    private long _total;

    /// <summary>Steps measured so far.</summary>
    public int Steps { get; private set; }

    /// <summary>Seconds of all steps so far: nothing but forward, backward and optimizer.</summary>
    public double Seconds => (double)_total / Stopwatch.Frequency;

    /// <summary>Records one step from the four time stamps at its phases' borders.</summary>
    public void Record(long start, long forwardDone, long backwardDone, long stepDone)
    {
        _ticks[0][Steps] = forwardDone - start;
        _ticks[1][Steps] = backwardDone - forwardDone;
        _ticks[2][Steps] = stepDone - backwardDone;
        _total += stepDone - start;
        Steps++;
    }

    /// <summary>The middle duration of every phase, in milliseconds, without the first <paramref name="warmUp"/> steps.</summary>
    public PhaseTimes Median(int warmUp)
    {
        var whole = new long[Steps];
        for (var step = 0; step < Steps; step++) whole[step] = _ticks[0][step] + _ticks[1][step] + _ticks[2][step];
        var skip = Math.Min(warmUp, Steps / 2);
        return new PhaseTimes(Median(_ticks[0], skip), Median(_ticks[1], skip), Median(_ticks[2], skip), Median(whole, skip));
    }

    private double Median(long[] ticks, int skip)
    {
        var sorted = ticks[skip..Steps];
        if (sorted.Length == 0) return 0;
        Array.Sort(sorted);
        var middle = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2.0;
        return 1000 * middle / Stopwatch.Frequency;
    }
}
