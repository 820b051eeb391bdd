namespace SparseDiff;

/// <summary>
/// Watches one sparsity point, or one parameter's gradient: how large its entries are, how much of them passes, what that drops, and which
/// neurons are selected how often.
/// </summary>
/// <remarks>
/// It reads every gradient to the host, which costs more than most selections: attach it to look, not to train. A point without probe pays
/// for one comparison with null.
/// </remarks>
public sealed class Probe
{
    private const int PerDecade = 4;
    private const int Lowest = -46 * PerDecade; // The least positive float is 1.4e-45.
    private const int Highest = 39 * PerDecade; // The greatest 3.4e38.

    private readonly List<ProbeReading> readings = [];
    private readonly long[] bins = new long[Highest - Lowest];
    private long[] selected = [];

    /// <summary>One reading for each gradient that was seen, in order.</summary>
    public IReadOnlyList<ProbeReading> Readings => readings;

    /// <summary>The last reading.</summary>
    /// <exception cref="InvalidOperationException">No gradient was seen.</exception>
    public ProbeReading Last => readings.Count > 0 ? readings[^1] : throw new InvalidOperationException("The probe has seen no gradient yet.");

    /// <summary>The entries that were zero.</summary>
    public long Zeros { get; private set; }

    /// <summary>The entries that were infinite or no number.</summary>
    public long NotFinite { get; private set; }

    /// <summary>How many examples were seen, that is how often each neuron could have been selected (a channel: at its every position).</summary>
    public long Examples { get; private set; }

    /// <summary>How often each neuron was selected: each index of the last dimension, or each channel of feature maps [examples, channels, height, width].</summary>
    public ReadOnlySpan<long> Selected => selected;

    /// <summary>The distribution of log₁₀ |g| of all entries seen but zeros, in quarters of a power of ten, from the first to the last that occurs.</summary>
    public IReadOnlyList<MagnitudeBin> Histogram
    {
        get
        {
            int first = Array.FindIndex(bins, static count => count > 0);
            int last = Array.FindLastIndex(bins, static count => count > 0);
            return first < 0 ? [] : [.. Enumerable.Range(first, last - first + 1).Select(i => new MagnitudeBin((i + Lowest) / (double)PerDecade, (i + Lowest + 1) / (double)PerDecade, bins[i]))];
        }
    }

    /// <summary>Sees a gradient and what passed of it.</summary>
    /// <param name="gradient">The gradient before the selection.</param>
    /// <param name="kept">What passed, as a dense tensor of the same shape.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public void See(Tensor gradient, Tensor kept)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(kept);
        if (!gradient.HasShapeOf(kept))
            throw new ShapeException($"Probe: the gradient is {gradient.ShapeText} but what passed of it {kept.ShapeText}; the shapes must be equal.");
        float[] u = gradient.ToArray();
        float[] passed = ReferenceEquals(gradient, kept) ? u : kept.ToArray();
        (int neurons, int inner) = gradient.Rank == 4 ? (gradient.Shape[1], gradient.Shape[2] * gradient.Shape[3]) : (gradient.Rank == 0 ? 1 : gradient.Shape[^1], 1);
        if (selected.Length < neurons)
            Array.Resize(ref selected, neurons);
        int count = 0;
        double energy = 0;
        double dropped = 0;
        for (int i = 0; i < u.Length; i++)
        {
            Count(u[i]);
            if (float.IsFinite(u[i]) && float.IsFinite(passed[i]))
            {
                energy += (double)u[i] * u[i];
                dropped += ((double)u[i] - passed[i]) * ((double)u[i] - passed[i]);
            }

            if (passed[i] == 0)
                continue;
            count++;
            selected[i / inner % neurons]++;
        }

        Examples += neurons == 0 ? 0 : u.Length / neurons;
        readings.Add(new ProbeReading(u.Length, count, energy, dropped));
    }

    /// <summary>Sees a gradient from which nothing is selected, such as a parameter's.</summary>
    public void See(Tensor gradient) => See(gradient, gradient);

    /// <summary>
    /// The neurons that were selected for at least this share of the examples, ascending: those that a model keeps when seldom-selected ones are
    /// pruned (meSimp, arXiv 1711.06528). See <see cref="Pruning"/>.
    /// </summary>
    /// <param name="share">In [0, 1].</param>
    public int[] Active(double share)
    {
        if (!(share >= 0 && share <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "Active: the share must lie in [0, 1].");
        return [.. Enumerable.Range(0, selected.Length).Where(neuron => selected[neuron] >= share * Examples)];
    }

    /// <summary>Forgets everything, for the next cycle.</summary>
    public void Clear()
    {
        readings.Clear();
        Array.Clear(bins);
        selected = [];
        (Zeros, NotFinite, Examples) = (0, 0, 0);
    }

    private void Count(float g)
    {
        if (g == 0)
            Zeros++;
        else if (!float.IsFinite(g))
            NotFinite++;
        else
            bins[Math.Clamp((int)Math.Floor(Math.Log10(Math.Abs((double)g)) * PerDecade) - Lowest, 0, bins.Length - 1)]++;
    }
}
