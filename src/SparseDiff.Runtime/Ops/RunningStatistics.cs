using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>Exponential means of the statistics that a batch normalisation saw in training: what it normalises with afterwards.</summary>
/// <param name="channels">How many channels there are.</param>
/// <param name="momentum">The share of a new batch, 0 to 1.</param>
public sealed class RunningStatistics(int channels, float momentum = 0.1f)
{
    /// <summary>The mean of each channel, [channels]; 0 at first.</summary>
    public Tensor Mean { get; } = Tensor.Zeros(channels);

    /// <summary>The variance of each channel, [channels], unbiased; 1 at first.</summary>
    public Tensor Variance { get; } = Tensor.Full(1, channels);

    /// <summary>The share of a new batch.</summary>
    public float Momentum { get; } = momentum;

    /// <summary>Takes in a batch: its means, its biased variances, and how many entries each was taken of.</summary>
    internal void Update(Tensor mean, Tensor variance, int count)
    {
        Mean.MoveTo(mean.Device);
        Variance.MoveTo(mean.Device);
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
