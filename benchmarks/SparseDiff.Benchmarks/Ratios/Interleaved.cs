using System.Diagnostics;

namespace SparseDiff.Benchmarks.Ratios;

/// <summary>
/// Times several actions in turn, so that a disturbance of the machine hits all of them alike. A turn is several calls of one action: all
/// are measured with the caches as they leave them themselves, not as another action with other buffers does.
/// </summary>
internal static class Interleaved
{
    private const int Turn = 8;

    /// <summary>The 10th percentile of each action's milliseconds.</summary>
    public static double[] Time(double seconds, params Action[] actions)
    {
        List<double>[] times = Array.ConvertAll(actions, static _ => new List<double>());
        foreach (Action action in actions)
            Once(action);
        long start = Stopwatch.GetTimestamp();
        while (times[0].Count < Turn || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
        {
            for (int i = 0; i < actions.Length; i++)
            {
                for (int call = 0; call < Turn; call++)
                    times[i].Add(Once(actions[i]));
            }
        }
        return Array.ConvertAll(times, static list =>
        {
            list.Sort();
            return list[list.Count / 10];
        });
    }

    private static double Once(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
