using System.Diagnostics;
using System.Numerics.Tensors;

namespace SparseDiff.Benchmarks.Selections;

/// <summary>
/// Times every way to select from one tensor, in turn, so that a disturbance of the machine hits all alike: cold, behind a sweep over memory that
/// empties the caches, and warm, step after step while the gradient drifts. The measure is reading the tensor alone: the faster of a sum on as
/// many threads and of a sum on one, as waking a thread takes longer than reading a small tensor. Times are 10th
/// percentiles, of reading the least.
/// </summary>
internal sealed class SelectionTimes
{
    private const int SweepBytes = 128 << 20;
    private const float Drift = 0.1f;

    private readonly Tensor gradient;
    private readonly float[] noise;
    private readonly byte[] sweep = new byte[SweepBytes];
    private readonly Random random = new(7);
    private readonly float ratio;

    private SelectionTimes(int d, float ratio)
    {
        this.ratio = ratio;
        gradient = RandomTensor.Normal(1, d / 1000, 1000);
        noise = RandomTensor.Normal(2, d).ToArray();
    }

    /// <summary>The rows of a table: reading first, then every algorithm.</summary>
    /// <param name="d">Entries, a multiple of 1000.</param>
    /// <param name="ratio">The share that is asked for.</param>
    /// <param name="seconds">How long to measure, about; slow algorithms take their time.</param>
    public static IReadOnlyList<SelectionRow> Measure(int d, float ratio, double seconds) => new SelectionTimes(d, ratio).Measure(seconds);

    private List<SelectionRow> Measure(double seconds)
    {
        int d = gradient.Length;
        IReadOnlyList<SelectionAlgorithm> all = [new("reading", null, Read), new("reading, one thread", null, ReadAlone), .. SelectionAlgorithm.All(d, ratio)];
        var counts = new List<long>[all.Count];
        for (int i = 0; i < counts.Length; i++)
            counts[i] = [];
        foreach (SelectionAlgorithm algorithm in all)
            Once(algorithm, counts[0]);
        double[] warm = Rounds(all, seconds / 2, counts, Step);
        double[] cold = Rounds(all, seconds / 2, counts, static () => { }, Sweep);
        (double readCold, double readWarm) = (Math.Min(cold[0], cold[1]), Math.Min(warm[0], warm[1]));
        return
        [
            new SelectionRow("reading", d, d, d, readCold, readWarm, 1, 1),
            .. all.Skip(2).Select((algorithm, i) => new SelectionRow(
                algorithm.Name, d, Math.Max(1, (int)(ratio * d)), Middle(counts[i + 2]), cold[i + 2], warm[i + 2], readCold / cold[i + 2], readWarm / warm[i + 2])),
        ];
    }

    private double[] Rounds(IReadOnlyList<SelectionAlgorithm> all, double seconds, List<long>[] counts, Action before, Action? beforeEach = null)
    {
        const int Least = 5, LeastOfSlow = 2;
        var times = new List<double>[all.Count];
        for (int i = 0; i < times.Length; i++)
            times[i] = [];
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; round < Least || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; round++)
        {
            before();
            for (int turn = 0; turn < all.Count; turn++)
            {
                int i = (turn + round) % all.Count;
                if (all[i].IsSlow && times[i].Count >= LeastOfSlow)
                    continue;
                all[i].Prepare?.Invoke(gradient);
                beforeEach?.Invoke();
                times[i].Add(Once(all[i], counts[i]));
            }
        }

        // Reading is the measure, so its best time counts.
        return [.. times.Select((list, i) => Sorted(list)[i < 2 ? 0 : list.Count / 10])];
    }

    private double Once(SelectionAlgorithm algorithm, List<long> counts)
    {
        long start = Stopwatch.GetTimestamp();
        long count = algorithm.Run(gradient);
        double time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        counts.Add(count);
        return time;
    }

    /// <summary>g ← (1 - a) g + √(1 - (1 - a)²) n, with other noise each time: as large as before, and not the same.</summary>
    private void Step()
    {
        Span<float> values = gradient.AsSpan();
        int shift = random.Next(values.Length);
        float fresh = MathF.Sqrt(1 - ((1 - Drift) * (1 - Drift)));
        TensorPrimitives.Multiply(values, 1 - Drift, values);
        TensorPrimitives.MultiplyAdd(noise.AsSpan(shift), fresh, values[..^shift], values[..^shift]);
        TensorPrimitives.MultiplyAdd(noise.AsSpan(0, shift), fresh, values[^shift..], values[^shift..]);
    }

    private void Sweep() => Array.Fill(sweep, (byte)random.Next(256));

    private static long Read(Tensor tensor)
    {
        int parts = CpuOptions.Threads, length = tensor.Length / parts;
        var sums = new float[parts];
        Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = parts }, part =>
            sums[part] = TensorPrimitives.Sum<float>(tensor.AsSpan().Slice(part * length, length)));
        return sums.Length;
    }

    private static long ReadAlone(Tensor tensor) => TensorPrimitives.Sum<float>(tensor.AsSpan()) > 0 ? 1 : 0;

    private static long Middle(List<long> values) => Sorted(values)[values.Count / 2];

    private static List<T> Sorted<T>(List<T> values)
    {
        values.Sort();
        return values;
    }
}
