namespace SparseDiff.Kernels;

/// <summary>The sizes of a two-dimensional convolution of images [Examples, Channels, Height, Width] with weights [Outputs, Channels / Groups, KernelHeight, KernelWidth].</summary>
/// <param name="Examples">Images of the batch.</param>
/// <param name="Channels">Channels of the input.</param>
/// <param name="Height">Rows of the input.</param>
/// <param name="Width">Columns of the input.</param>
/// <param name="Outputs">Channels of the result.</param>
/// <param name="KernelHeight">Rows of the window.</param>
/// <param name="KernelWidth">Columns of the window.</param>
/// <param name="Stride">How far the window moves, in both directions.</param>
/// <param name="Padding">Rows and columns of zeros around the input.</param>
/// <param name="Dilation">How far neighbours of the window are apart in the input.</param>
/// <param name="Groups">Channels and outputs fall into so many groups that do not see each other.</param>
public readonly record struct ConvolutionShape(
    int Examples, int Channels, int Height, int Width, int Outputs, int KernelHeight, int KernelWidth, int Stride, int Padding, int Dilation, int Groups)
{
    /// <summary>Rows of the result.</summary>
    public int OutputHeight => Steps(Height, KernelHeight);

    /// <summary>Columns of the result.</summary>
    public int OutputWidth => Steps(Width, KernelWidth);

    /// <summary>Entries of one channel of the result.</summary>
    public int Positions => OutputHeight * OutputWidth;

    /// <summary>Channels that one output sees.</summary>
    public int ChannelsPerGroup => Channels / Groups;

    /// <summary>Outputs that see the same channels.</summary>
    public int OutputsPerGroup => Outputs / Groups;

    /// <summary>Numbers that one output sees at one position: a row of the weights.</summary>
    public int PatchLength => ChannelsPerGroup * KernelHeight * KernelWidth;

    /// <summary>How often the window fits; 0 or less when it does not.</summary>
    private int Steps(int length, int kernel)
    {
        int room = length + (2 * Padding) - ((kernel - 1) * Dilation) - 1;
        return room < 0 ? 0 : (room / Stride) + 1;
    }
}
