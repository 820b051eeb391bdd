namespace SparseDiff;

/// <summary>
/// A number that changes from step to step, such as the share of a gradient that passes a sparsity point. It stands wherever a ratio or a
/// <see cref="Budget"/> does, and is read anew at every forward pass.
/// </summary>
/// <remarks>
/// The training loop moves it: <c>schedule.Advance()</c> after each step, or <c>schedule.Step = optimizer.Steps</c>, which a resumed
/// training gets right by itself; one that advances by itself is part of a checkpoint's <c>states:</c>. Schedules made of one another
/// (<see cref="Times"/>, <see cref="PerLayer(ReadOnlySpan{float})"/>) have one step in common.
/// </remarks>
public sealed class Schedule : ITrainingState
{
    private readonly Func<int, double> values;
    private readonly Clock clock;

    private Schedule(Func<int, double> values, Clock clock) => (this.values, this.clock) = (values, clock);

    /// <summary>The densities of Deep Gradient Compression's warm-up: 25 %, 6.25 %, 1.5625 %, 0.4 %, 0.1 % (ICLR 2018).</summary>
    public static IReadOnlyList<float> DgcDensities { get; } = [0.25f, 0.0625f, 0.015625f, 0.004f, 0.001f];

    /// <summary>The current step, 0 at the beginning.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative.</exception>
    public int Step
    {
        get => clock.Step;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            clock.Step = value;
        }
    }

    /// <summary>The number at the current step.</summary>
    public float Value => At(Step);

    /// <summary>The current number.</summary>
    public static implicit operator float(Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return schedule.Value;
    }

    /// <summary>Always the same number.</summary>
    public static Schedule Constant(float value) => Of(_ => value);

    /// <summary>Any function of the step.</summary>
    public static Schedule Of(Func<int, double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new Schedule(values, new Clock());
    }

    /// <summary>A list of numbers, each for so many steps; the last stays.</summary>
    /// <param name="stepsEach">How many steps each lasts; Deep Gradient Compression: those of one epoch.</param>
    /// <param name="values">The numbers; <see cref="DgcDensities"/> when none are given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is not positive.</exception>
    public static Schedule WarmUp(int stepsEach, params ReadOnlySpan<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stepsEach);
        float[] list = values.IsEmpty ? [.. DgcDensities] : values.ToArray();
        return Of(step => list[Math.Min(step / stepsEach, list.Length - 1)]);
    }

    /// <summary>From one number to another by equal factors; then the other.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number or the number of steps is not positive.</exception>
    public static Schedule Exponential(float from, float to, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(from);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(to);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        return Of(step => from * Math.Pow((double)to / from, Math.Min(1, (double)step / steps)));
    }

    /// <summary>From one number to another along half a wave of the cosine, slowly at both ends; then the other.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is not positive.</exception>
    public static Schedule Cosine(float from, float to, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        return Of(step => to + (0.5 * (from - to) * (1 + Math.Cos(Math.PI * Math.Min(1, (double)step / steps)))));
    }

    /// <summary>The number at a step.</summary>
    public float At(int step) => (float)values(step);

    /// <summary>Goes to the next step.</summary>
    public void Advance() => clock.Step++;

    /// <summary>The same times a factor, with the same step: a layer that lets more or less pass than the others.</summary>
    /// <param name="factor">The factor.</param>
    /// <param name="atMost">What the product is limited to; a ratio is at most 1.</param>
    public Schedule Times(float factor, float atMost = 1) => new(step => Math.Min(atMost, values(step) * factor), clock);

    /// <summary>One schedule of ratios for each layer, all with the step of this one: its number times the layer's factor, at most 1.</summary>
    public IReadOnlyList<Schedule> PerLayer(params ReadOnlySpan<float> factors) => PerLayer(factors, atMost: 1);

    /// <summary>The same for numbers that are no ratios, such as counts, thresholds and variances.</summary>
    /// <param name="factors">A factor for each layer.</param>
    /// <param name="atMost">What the products are limited to.</param>
    public IReadOnlyList<Schedule> PerLayer(ReadOnlySpan<float> factors, float atMost)
    {
        var layers = new Schedule[factors.Length];
        for (int i = 0; i < layers.Length; i++)
            layers[i] = Times(factors[i], atMost);
        return layers;
    }

    void ITrainingState.Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Add("step", (long)Step);
    }

    Action ITrainingState.Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        long step = state.Whole("step");
        return step is >= 0 and <= int.MaxValue ? () => Step = (int)step : throw new CheckpointException($"The checkpoint's schedule is at step {step}: there is no such step.");
    }

    private sealed class Clock
    {
        public int Step { get; set; }
    }
}
