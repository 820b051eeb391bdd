using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>Exponential means of the statistics that a batch normalisation saw in training: what it normalises with afterwards.</summary>
public sealed class RunningStatistics
{
    /// <summary>Statistics in two tensors of the caller's, which training overwrites.</summary>
    /// <param name="mean">The mean of each channel, [channels]; 0 at first.</param>
    /// <param name="variance">The unbiased variance of each channel, [channels]; 1 at first.</param>
    /// <param name="momentum">The share of a new batch, 0 to 1.</param>
    /// <exception cref="ShapeException">The shapes differ, or are not those of one number for each channel.</exception>
    public RunningStatistics(Tensor mean, Tensor variance, float momentum = 0.1f)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(variance);
        if (mean.Rank != 1 || !variance.HasShapeOf(mean))
            throw new ShapeException($"RunningStatistics: mean is {mean.ShapeText} and variance is {variance.ShapeText}; both must be [channels].");
        (Mean, Variance, Momentum) = (mean, variance, momentum);
    }

    /// <summary>The mean of each channel.</summary>
    public Tensor Mean { get; }

    /// <summary>The variance of each channel.</summary>
    public Tensor Variance { get; }

    /// <summary>The share of a new batch.</summary>
    public float Momentum { get; }

    /// <summary>Whether these statistics stay as they are, and are what a batch is normalised with: for evaluation.</summary>
    public bool IsFrozen { get; set; }

    /// <summary>Takes in a batch: its means, its biased variances, and how many entries each was taken of.</summary>
    internal void Update(Tensor mean, Tensor variance, int count)
    {
        KernelSet kernels = mean.Device.Kernels;
        float unbiased = count > 1 ? (float)count / (count - 1) : 1;
        Tensor means = Mean.View(mean.Shape);
        Tensor variances = Variance.View(variance.Shape);
        kernels.Elementwise(new Blend(Momentum, 1), [means, mean], [means]);
        kernels.Elementwise(new Blend(Momentum, unbiased), [variances, variance], [variances]);
    }

    /// <summary>(1 - share) · a + share · scale · b.</summary>
    private readonly struct Blend(float share, float scale) : IElementwise
    {
        private readonly float share = share;
        private readonly float scale = scale;

        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V> =>
            at.Write(0, (V.Constant(1 - share) * at.Read(0)) + (V.Constant(share * scale) * at.Read(1)));
    }
}
