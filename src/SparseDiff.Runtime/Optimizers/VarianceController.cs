namespace SparseDiff;

/// <summary>
/// Steers the sampling points of a model, so that what they add to the gradient's variance is a set share of the variance that it has anyway,
/// because every batch is a sample of the data.
/// </summary>
/// <remarks>
/// <para>
/// All points share one budget, <see cref="Budget"/>: each may add the variance <see cref="Level"/> · ‖g‖² to its own gradient g, which makes
/// k follow the gradient from layer to layer and step to step. From time to time (<see cref="IsDue"/>) the caller measures: for a few batches
/// the gradient without sampling, and some samples of it. The variance of the former from batch to batch is that of stochastic gradient descent,
/// the mean square distance of the latter that of sampling; the level moves by a power of how far they are from the set share.
/// </para>
/// <para>
/// Source: VCAS (ICLR 2024), which steers the kept share of the norm by steps of 0.01 and the ratios of weights' gradients by factors of 0.95
/// by the same comparison, every 100 steps with two batches and two samples each, at 0.025 of the variance.
/// </para>
/// </remarks>
public sealed class VarianceController : ITrainingState
{
    private const double Limit = 4; // Of one measurement's factor.
    private const double Highest = 1000; // Where even the smallest samples add too little, the level would rise without end.
    private const double Lowest = 1e-12; // Where all batches are alike, it would fall.

    private bool isExact;

    /// <summary>A controller that begins with a level.</summary>
    /// <param name="level">The relative variance that each point may add at first.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not positive.</exception>
    public VarianceController(double level = 0.1)
    {
        Level = level;
        Budget = Budget.Scheduled(BudgetKind.Variance, Schedule.Of(_ => isExact ? 0 : Level));
    }

    /// <summary>
    /// The budget of everything that is to be steered: policies that take a budget of variance, <see cref="SampledK"/>, <see cref="SampledColumns"/> and
    /// <see cref="SampledExamples"/>, and <see cref="Ops.SampledLinear"/>.
    /// </summary>
    public Budget Budget { get; }

    /// <summary>The relative variance that each point may add now; part of a checkpoint when the controller is among its <c>states:</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The level is not positive.</exception>
    public double Level
    {
        get;
        set => field = Positive(value, nameof(Level));
    }

    /// <summary>What sampling may add, as a share of the variance from batch to batch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The share is not positive.</exception>
    public double Share
    {
        get;
        set => field = Positive(value, nameof(Share));
    } = 0.025;

    /// <summary>How many steps lie between measurements.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public int Every
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 100;

    /// <summary>How many batches a measurement takes, at least 2.</summary>
    public int Batches { get; set; } = 2;

    /// <summary>How many samples it draws for each batch, at least 1.</summary>
    public int Samples { get; set; } = 2;

    /// <summary>The power by which the level follows, in (0, 1]: small ones average over more measurements.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The power is not in (0, 1].</exception>
    public double Gain
    {
        get;
        set => field = value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "VarianceController: the gain must lie in (0, 1].");
    } = 0.5;

    /// <summary>Of the last measurement: the variance of the whole gradient from batch to batch.</summary>
    public double SgdVariance { get; private set; }

    /// <summary>Of the last measurement: the variance that sampling added.</summary>
    public double SamplingVariance { get; private set; }

    /// <summary>Whether a measurement is due before this step.</summary>
    public bool IsDue(int step) => step % Every == 0;

    /// <summary>Measures both variances and moves the level. Takes <see cref="Batches"/> · (1 + <see cref="Samples"/>) passes; afterwards the gradients are those of the last.</summary>
    /// <param name="gradients">Where the passes put their gradients.</param>
    /// <param name="pass">Runs forward and backward pass of a batch; called with 0, 1, … for different batches, several times for each.</param>
    /// <exception cref="InvalidOperationException">There are fewer than two batches or no samples to be drawn.</exception>
    public void Measure(IGradients gradients, Action<int> pass)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(pass);
        if (Batches < 2 || Samples < 1)
            throw new InvalidOperationException($"VarianceController: a variance needs at least 2 batches and 1 sample of each, but they are {Batches} and {Samples}.");
        var exact = new float[Batches][];
        double sampling = 0;
        for (int batch = 0; batch < Batches; batch++)
        {
            exact[batch] = Exact(gradients, pass, batch);
            for (int sample = 0; sample < Samples; sample++)
            {
                pass(batch);
                sampling += SquaredDistance(exact[batch], Read(gradients)) / (Batches * Samples);
            }
        }

        (SgdVariance, SamplingVariance) = (Variance(exact), sampling);
        double factor = Math.Pow(Share * SgdVariance / SamplingVariance, Gain);
        if (!double.IsNaN(factor))
            Level = Math.Clamp(Level * Math.Clamp(factor, 1 / Limit, Limit), Lowest, Highest);
    }

    void ITrainingState.Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Add("level", Level);
        state.Add("sgd_variance", SgdVariance);
        state.Add("sampling_variance", SamplingVariance);
    }

    Action ITrainingState.Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (double level, double sgd, double sampling) = (state.Number("level"), state.Number("sgd_variance"), state.Number("sampling_variance"));
        if (!(level > 0 && double.IsFinite(level)))
            throw new CheckpointException($"The checkpoint's controller has the level {level}: it must be a positive number.");
        return () => (Level, SgdVariance, SamplingVariance) = (level, sgd, sampling);
    }

    /// <summary>The gradient of a batch without sampling.</summary>
    private float[] Exact(IGradients gradients, Action<int> pass, int batch)
    {
        isExact = true;
        try
        {
            pass(batch);
        }
        finally
        {
            isExact = false;
        }

        return Read(gradients);
    }

    private static double Positive(double value, string name) => value > 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, $"VarianceController: {name} must be a positive number.");

    private static float[] Read(IGradients gradients) => [.. gradients.Entries.OfType<RowGradient>().SelectMany(static entry => entry.Values.ToArray())];

    /// <summary>Σ ‖G - mean‖² / (n - 1).</summary>
    private static double Variance(float[][] gradients)
    {
        var mean = new float[gradients[0].Length];
        for (int i = 0; i < mean.Length; i++)
            mean[i] = (float)gradients.Average(gradient => (double)gradient[i]);
        return gradients.Sum(gradient => SquaredDistance(gradient, mean)) / (gradients.Length - 1);
    }

    private static double SquaredDistance(float[] a, float[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
        return sum;
    }
}
