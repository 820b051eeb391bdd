namespace SparseDiff;

/// <summary>Batch normalisation of images: in training by the batch's own statistics, in evaluation by what training saw (arXiv 1502.03167).</summary>
/// <param name="channels">Channels of the input.</param>
/// <param name="momentum">The share of a new batch in the running statistics.</param>
/// <param name="epsilon">Added to the variance.</param>
public sealed partial class BatchNorm2d(int channels, float momentum = 0.1f, float epsilon = 1e-5f)
{
    private RunningStatistics? statistics;

    /// <summary>The scale of each channel, [channels], 1 in the beginning.</summary>
    [Parameter]
    public Tensor W { get; } = Tensor.Full(1, channels);

    /// <summary>The offset of each channel, [channels].</summary>
    [Parameter]
    public Tensor B { get; } = Tensor.Zeros(channels);

    /// <summary>The mean of each channel that evaluation uses, [channels].</summary>
    [Parameter, NoGradient]
    public Tensor RunningMean { get; } = Tensor.Zeros(channels);

    /// <summary>The variance of each channel that evaluation uses, [channels].</summary>
    [Parameter, NoGradient]
    public Tensor RunningVariance { get; } = Tensor.Full(1, channels);

    /// <summary>Added to the variance.</summary>
    public float Epsilon { get; set; } = epsilon;

    /// <summary>Whether batches are normalised by their own statistics: set it to false to evaluate the model.</summary>
    public bool IsTraining
    {
        get => !Statistics.IsFrozen;
        set => Statistics.IsFrozen = !value;
    }

    /// <summary>Both running statistics.</summary>
    public RunningStatistics Statistics => statistics ??= new RunningStatistics(RunningMean, RunningVariance, momentum);

    /// <summary>[examples, channels, height, width] to the same shape.</summary>
    [Differentiable(InputGradients = true)]
    public Tensor Forward(Tensor x) => Ops.BatchNorm(x, W, B, Epsilon, Statistics);
}
