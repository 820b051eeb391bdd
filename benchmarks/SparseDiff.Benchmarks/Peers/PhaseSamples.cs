namespace SparseDiff.Benchmarks.Peers;

/// <summary>The times of many steps of one side.</summary>
internal sealed class PhaseSamples
{
    private readonly List<double> forward = [];
    private readonly List<double> backward = [];
    private readonly List<double> optimizer = [];

    public void Add(double forwardMs, double backwardMs, double optimizerMs)
    {
        forward.Add(forwardMs);
        backward.Add(backwardMs);
        optimizer.Add(optimizerMs);
    }

    /// <summary>The 10th percentile of each phase: what it takes when the machine does nothing else.</summary>
    public PhaseMilliseconds Low() => new(Percentile(forward), Percentile(backward), Percentile(optimizer));

    private static double Percentile(List<double> times)
    {
        times.Sort();
        return Math.Round(times[times.Count / 10], 4);
    }
}
