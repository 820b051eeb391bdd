using System.Diagnostics;

namespace SparseDiff.Benchmarks.Peers;

/// <summary>A model of ours with one made-up batch and Adam, step by step.</summary>
/// <param name="policy">What its gradient lets pass.</param>
/// <param name="forward">The forward pass.</param>
/// <param name="backward">Clears the gradients and runs the backward pass.</param>
/// <param name="optimizer">The optimizer's step.</param>
internal sealed class Training(string policy, Action forward, Action backward, Action optimizer)
{
    public string Policy => policy;

    public PhaseSamples Samples { get; } = new();

    /// <summary>Takes steps; <paramref name="measured"/> ones are kept.</summary>
    public void Run(int steps, bool measured)
    {
        for (int step = 0; step < steps; step++)
        {
            double forwardMs = Time(forward), backwardMs = Time(backward), optimizerMs = Time(optimizer);
            if (measured)
                Samples.Add(forwardMs, backwardMs, optimizerMs);
        }
    }

    private static double Time(Action phase)
    {
        long start = Stopwatch.GetTimestamp();
        phase();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
