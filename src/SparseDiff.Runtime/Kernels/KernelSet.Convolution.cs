namespace SparseDiff.Kernels;

public abstract partial class KernelSet
{
    /// <summary>
    /// into[n, o, y, x] = bias[o] + Σ over c, i, j of w[o, c, i, j] · x[n, c', y · stride + i · dilation - padding, x · stride + j · dilation - padding],
    /// with the channels c' of o's group, and zeros outside of the image.
    /// </summary>
    /// <param name="x">[examples, channels, height, width].</param>
    /// <param name="w">[outputs, channels / groups, kernel height, kernel width].</param>
    /// <param name="bias">[outputs], or null.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="into">[examples, outputs, output height, output width].</param>
    public abstract void Convolve(Tensor x, Tensor w, Tensor? bias, in ConvolutionShape shape, Tensor into);

    /// <summary>into = the gradient of a convolution's input from that of its result.</summary>
    public abstract void ConvolveVjpX(Tensor dY, Tensor w, in ConvolutionShape shape, Tensor into);

    /// <summary>into (or +=) the gradient of a convolution's weights from that of its result.</summary>
    public abstract void ConvolveVjpW(Tensor x, Tensor dY, in ConvolutionShape shape, Tensor into, bool accumulate);

    /// <summary><see cref="ConvolveVjpX"/> from selected entries of the result's gradient, [examples, outputs, output height, output width].</summary>
    public abstract void SparseConvolveVjpX(SparseRows dY, Tensor w, in ConvolutionShape shape, Tensor into);

    /// <summary><see cref="ConvolveVjpW"/> from selected entries of the result's gradient: into += the rows of outputs that have an entry.</summary>
    public abstract void SparseConvolveVjpW(Tensor x, SparseRows dY, in ConvolutionShape shape, RowGradient into);

    /// <summary>into += the sums of s, [examples, channels, ..., width], over all but the channels: the gradient of a convolution's bias.</summary>
    public abstract void SparseChannelSums(SparseRows s, RowGradient into);

    /// <summary>into = the largest number of each window, padding left out; a not-a-number wins.</summary>
    public abstract void MaxPool(Tensor x, in PoolingShape shape, Tensor into);

    /// <summary>into = dY at the place of each window's largest number, the first of equals, and 0 elsewhere; windows that overlap add up.</summary>
    public abstract void MaxPoolVjp(Tensor x, Tensor dY, in PoolingShape shape, Tensor into);

    /// <summary>into = the mean of each window, padding counted as zeros.</summary>
    public abstract void AveragePool(Tensor x, in PoolingShape shape, Tensor into);

    /// <summary>into = dY / (entries of a window), spread over each window.</summary>
    public abstract void AveragePoolVjp(Tensor dY, in PoolingShape shape, Tensor into);
}
