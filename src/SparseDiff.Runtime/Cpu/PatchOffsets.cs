using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

/// <summary>
/// Where a convolution finds its numbers in one group's padded image: entry j of the patch at position p is image[Position[p] + Patch[j]].
/// So every layout of patches, none of which is ever stored for a whole batch, is two short tables.
/// </summary>
internal readonly unsafe struct PatchOffsets
{
    public readonly int* Patch;
    public readonly int* Position;

    private PatchOffsets(in ConvolutionShape s)
    {
        Patch = Scratch.Get<int>(ScratchUse.PatchOffsets, (long)s.PatchLength + s.Positions);
        Position = Patch + s.PatchLength;
    }

    /// <summary>The padded image's number of floats.</summary>
    public static long ImageLength(in ConvolutionShape s) => (long)s.ChannelsPerGroup * PaddedHeight(s) * PaddedWidth(s);

    public static int PaddedHeight(in ConvolutionShape s) => s.Height + (2 * s.Padding);

    public static int PaddedWidth(in ConvolutionShape s) => s.Width + (2 * s.Padding);

    /// <summary>For an image stored plane by plane; patches in the order of the weights (channel, row, column): neighbouring positions are neighbours.</summary>
    public static PatchOffsets OfPlanes(in ConvolutionShape s)
    {
        var offsets = new PatchOffsets(s);
        int width = PaddedWidth(s);
        int next = 0;
        for (int channel = 0; channel < s.ChannelsPerGroup; channel++)
        {
            for (int row = 0; row < s.KernelHeight; row++)
            {
                for (int column = 0; column < s.KernelWidth; column++)
                    offsets.Patch[next++] = (((channel * PaddedHeight(s)) + (row * s.Dilation)) * width) + (column * s.Dilation);
            }
        }
        offsets.FillPositions(s, s.Stride);
        return offsets;
    }

    /// <summary>For an image stored pixel by pixel; patches in the order (row, column, channel): neighbouring entries of a patch are neighbours.</summary>
    public static PatchOffsets OfPixels(in ConvolutionShape s)
    {
        var offsets = new PatchOffsets(s);
        int next = 0;
        for (int row = 0; row < s.KernelHeight; row++)
        {
            for (int column = 0; column < s.KernelWidth; column++)
            {
                for (int channel = 0; channel < s.ChannelsPerGroup; channel++)
                    offsets.Patch[next++] = (((row * PaddedWidth(s)) + column) * s.Dilation * s.ChannelsPerGroup) + channel;
            }
        }
        offsets.FillPositions(s, s.Stride * s.ChannelsPerGroup);
        return offsets;
    }

    private void FillPositions(in ConvolutionShape s, int step)
    {
        int next = 0;
        for (int row = 0; row < s.OutputHeight; row++)
        {
            for (int column = 0; column < s.OutputWidth; column++)
                Position[next++] = ((row * PaddedWidth(s)) + column) * step;
        }
    }
}
