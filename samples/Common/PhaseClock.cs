using System.Diagnostics;

namespace Samples;

/// <summary>The durations of a run's steps and of their phases.</summary>
/// <remarks>
/// An optimizer computes sparse gradients of weights itself where nobody looks at them in between: then a step is faster than a backward pass and an optimizer's step one by
/// one. So phases are measured at a few steps that keep them apart (two of <see cref="Cycle"/>, and the second counts, as the first finds cold memory), whole steps at the others.
/// </remarks>
internal sealed class PhaseClock(int steps)
{
    private const int Cycle = 32, Apart = 15;

    private readonly long[][] _ticks = [new long[steps], new long[steps], new long[steps]];
    private long _total;

    /// <summary>Steps measured so far.</summary>
    public int Steps { get; private set; }

    /// <summary>Seconds of all steps so far: nothing but forward, backward and optimizer.</summary>
    public double Seconds => (double)_total / Stopwatch.Frequency;

    /// <summary>Whether the backward pass of the next step should leave nothing to the optimizer.</summary>
    public bool KeepsPhasesApart => Steps % Cycle is Apart - 1 or Apart;

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
        var counted = Enumerable.Range(0, Steps).Skip(Math.Min(warmUp, Steps / 2)).ToList();
        var apart = counted.FindAll(static step => step % Cycle == Apart);
        var usual = counted.FindAll(static step => step % Cycle is not (Apart - 1 or Apart or Apart + 1));
        if (apart.Count == 0 || usual.Count == 0) (apart, usual) = (counted, counted);
        return new PhaseTimes(
            Median(counted, step => _ticks[0][step]), Median(apart, step => _ticks[1][step]), Median(apart, step => _ticks[2][step]),
            Median(usual, step => _ticks[0][step] + _ticks[1][step] + _ticks[2][step]));
    }

    private static double Median(List<int> steps, Func<int, long> ticks)
    {
        if (steps.Count == 0) return 0;
        List<long> sorted = [.. steps.Select(ticks).Order()];
        var middle = (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2.0;
        return 1000 * middle / Stopwatch.Frequency;
    }
}
