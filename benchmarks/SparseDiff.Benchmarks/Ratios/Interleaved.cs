using System.Diagnostics;

namespace SparseDiff.Benchmarks.Ratios;

/// <summary>Times several actions in turn, so that a disturbance of the machine hits all of them alike.</summary>
internal static class Interleaved
{
    /// <summary>The 10th percentile of each action's milliseconds.</summary>
    public static double[] Time(double seconds, params Action[] actions)
    {
        List<double>[] times = Array.ConvertAll(actions, static _ => new List<double>());
        foreach (Action action in actions)
            Once(action);
        long start = Stopwatch.GetTimestamp();
        while (times[0].Count < 7 || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
        {
            for (int i = 0; i < actions.Length; i++)
                times[i].Add(Once(actions[i]));
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
