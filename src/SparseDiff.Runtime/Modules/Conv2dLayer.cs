namespace SparseDiff;

/// <summary>A two-dimensional convolution with a bias for each filter.</summary>
/// <param name="channels">Channels of the input.</param>
/// <param name="filters">Channels of the result.</param>
/// <param name="kernel">Rows and columns of the window.</param>
/// <param name="seed">Chooses the initial weights, uniform in ±1 / √(channels / groups · kernel²).</param>
/// <param name="stride">How far the window moves.</param>
/// <param name="padding">Rows and columns of zeros on each side.</param>
/// <param name="dilation">How far neighbours of the window are apart.</param>
/// <param name="groups">Channels and filters fall into so many groups that do not see each other.</param>
public sealed partial class Conv2dLayer(
    int channels, int filters, int kernel, int seed, int stride = 1, int padding = 0, int dilation = 1, int groups = 1)
{
    /// <summary>The weights, [filters, channels / groups, kernel, kernel].</summary>
    [Parameter]
    public Tensor W { get; } = Init.Uniform(
        -1 / MathF.Sqrt(channels / groups * kernel * kernel), 1 / MathF.Sqrt(channels / groups * kernel * kernel), seed, filters, channels / groups, kernel, kernel);

    /// <summary>The bias, [filters].</summary>
    [Parameter]
    public Tensor B { get; } = Tensor.Zeros(filters);

    /// <summary>How far the window moves.</summary>
    public int Stride { get; } = stride;

    /// <summary>Rows and columns of zeros on each side.</summary>
    public int Padding { get; } = padding;

    /// <summary>How far neighbours of the window are apart.</summary>
    public int Dilation { get; } = dilation;

    /// <summary>How many groups there are.</summary>
    public int Groups { get; } = groups;

    /// <summary>[examples, channels, height, width] to [examples, filters, ...].</summary>
    [Differentiable(InputGradients = true)]
    public Tensor Forward(Tensor x) => Ops.Conv2d(x, W, B, Stride, Padding, Dilation, Groups);

    /// <summary>The same values; of the gradient, only what <paramref name="policy"/> selects travels on to the weights and the input.</summary>
    [Differentiable(InputGradients = true)]
    public Tensor ForwardBy(Tensor x, ISelection<SparseRows> policy) => Sparsify.By(Ops.Conv2d(x, W, B, Stride, Padding, Dilation, Groups), policy);
}
