using ILGPU;

namespace SparseDiff.Gpu;

/// <summary>The sizes of a convolution, as kernels take them (see <see cref="Kernels.ConvolutionShape"/>).</summary>
internal struct ConvolutionSizes
{
    /// <summary>Images of the batch.</summary>
    public int Examples;

    /// <summary>Channels of the input.</summary>
    public int Channels;

    /// <summary>Rows of the input.</summary>
    public int Height;

    /// <summary>Columns of the input.</summary>
    public int Width;

    /// <summary>Channels of the result.</summary>
    public int Outputs;

    /// <summary>Rows of the result.</summary>
    public int OutputHeight;

    /// <summary>Columns of the result.</summary>
    public int OutputWidth;

    /// <summary>Rows of the window.</summary>
    public int KernelHeight;

    /// <summary>Columns of the window.</summary>
    public int KernelWidth;

    /// <summary>How far the window moves.</summary>
    public int Stride;

    /// <summary>Zeros around the input.</summary>
    public int Padding;

    /// <summary>How far neighbours of the window are apart.</summary>
    public int Dilation;

    /// <summary>Channels that one output sees.</summary>
    public int GroupChannels;

    /// <summary>Outputs that see the same channels.</summary>
    public int GroupOutputs;

    /// <summary>1 when there is a bias, or when the result is added to what is there.</summary>
    public int Flag;
}

/// <summary>Convolutions, term by term.</summary>
internal static class ConvolutionKernels
{
    /// <summary>into = the convolution of x with w: one thread an entry of the result.</summary>
    [GpuKernel]
    public static void Forward(ConvolutionSizes s, ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> into)
    {
        for (int i = GpuLanes.First; i < into.IntLength; i += GpuLanes.Stride)
        {
            int column = i % s.OutputWidth;
            int row = i / s.OutputWidth % s.OutputHeight;
            int output = i / (s.OutputWidth * s.OutputHeight) % s.Outputs;
            int example = i / (s.OutputWidth * s.OutputHeight) / s.Outputs;
            float sum = s.Flag != 0 ? bias[output] : 0f;
            for (int channel = 0; channel < s.GroupChannels; channel++)
            {
                int plane = ((example * s.Channels) + (output / s.GroupOutputs * s.GroupChannels) + channel) * s.Height;
                int weights = ((output * s.GroupChannels) + channel) * s.KernelHeight;
                for (int dRow = 0; dRow < s.KernelHeight; dRow++)
                {
                    int y = (row * s.Stride) + (dRow * s.Dilation) - s.Padding;
                    if (y < 0 || y >= s.Height)
                        continue;
                    for (int dColumn = 0; dColumn < s.KernelWidth; dColumn++)
                    {
                        int from = (column * s.Stride) + (dColumn * s.Dilation) - s.Padding;
                        if (from >= 0 && from < s.Width)
                            sum += w[((weights + dRow) * s.KernelWidth) + dColumn] * x[((plane + y) * s.Width) + from];
                    }
                }
            }

            into[i] = sum;
        }
    }

    /// <summary>into = the gradient of the input: one thread an entry of the input.</summary>
    [GpuKernel]
    public static void BackwardX(ConvolutionSizes s, ArrayView<float> dY, ArrayView<float> w, ArrayView<float> into)
    {
        for (int i = GpuLanes.First; i < into.IntLength; i += GpuLanes.Stride)
        {
            int column = i % s.Width;
            int row = i / s.Width % s.Height;
            int channel = i / (s.Width * s.Height) % s.Channels;
            int example = i / (s.Width * s.Height) / s.Channels;
            int firstOutput = channel / s.GroupChannels * s.GroupOutputs;
            float sum = 0f;
            for (int entry = 0; entry < s.KernelHeight * s.KernelWidth; entry++)
            {
                int y = row + s.Padding - (entry / s.KernelWidth * s.Dilation);
                int x = column + s.Padding - (entry % s.KernelWidth * s.Dilation);
                if (y < 0 || x < 0 || y % s.Stride != 0 || x % s.Stride != 0 || y / s.Stride >= s.OutputHeight || x / s.Stride >= s.OutputWidth)
                    continue;
                for (int output = firstOutput; output < firstOutput + s.GroupOutputs; output++)
                {
                    int place = (((((example * s.Outputs) + output) * s.OutputHeight) + (y / s.Stride)) * s.OutputWidth) + (x / s.Stride);
                    int weight = (((output * s.GroupChannels) + (channel % s.GroupChannels)) * s.KernelHeight * s.KernelWidth) + entry;
                    sum += dY[place] * w[weight];
                }
            }

            into[i] = sum;
        }
    }

    /// <summary>into (or +=) the gradient of the weights: one group of threads a weight.</summary>
    [GpuKernel]
    public static void BackwardW(ConvolutionSizes s, ArrayView<float> x, ArrayView<float> dY, ArrayView<float> into)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(Groups.MaximalSize);
        int positions = s.OutputHeight * s.OutputWidth;
        for (int i = Grid.IdxX; i < into.IntLength; i += Grid.DimX)
        {
            int output = i / (s.GroupChannels * s.KernelHeight * s.KernelWidth);
            float sum = 0f;
            for (int at = Group.IdxX; at < s.Examples * positions; at += Group.DimX)
                sum += dY[(((at / positions * s.Outputs) + output) * positions) + (at % positions)] * At(s, x, i, at / positions, at % positions);
            sum = Groups.Reduce<float, FloatSum>(sum, shared);
            if (Group.IdxX == 0)
            {
                if (s.Flag != 0)
                    sum += into[i];
                into[i] = sum;
            }
        }
    }

    /// <summary>The same from selected entries of dY, whose row r holds the entries from r · columns on: only the rows of the weight's output are walked.</summary>
    [GpuKernel]
    public static void SparseBackwardW(
        ConvolutionSizes s, int columns, ArrayView<int> rowStart, ArrayView<int> indices, ArrayView<float> values, ArrayView<float> x, ArrayView<float> into)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(Groups.MaximalSize);
        int positions = s.OutputHeight * s.OutputWidth;
        int rows = positions / columns;
        for (int i = Grid.IdxX; i < into.IntLength; i += Grid.DimX)
        {
            int output = i / (s.GroupChannels * s.KernelHeight * s.KernelWidth);
            float sum = 0f;
            for (int line = Group.IdxX; line < s.Examples * rows; line += Group.DimX)
            {
                int row = (((line / rows) * s.Outputs) + output) * rows + (line % rows);
                for (int entry = rowStart[row]; entry < rowStart[row + 1]; entry++)
                    sum += values[entry] * At(s, x, i, line / rows, (line % rows * columns) + indices[entry]);
            }

            sum = Groups.Reduce<float, FloatSum>(sum, shared);
            if (Group.IdxX == 0)
            {
                if (s.Flag != 0)
                    sum += into[i];
                into[i] = sum;
            }
        }
    }

    /// <summary>into[channel] (or +=) the sum of its entries, in compressed rows [examples, channels, rows of a channel]: one thread a channel.</summary>
    [GpuKernel]
    public static void ChannelSums(
        int examples, int rows, int accumulate, ArrayView<int> rowStart, ArrayView<float> values, ArrayView<float> into)
    {
        for (int channel = GpuLanes.First; channel < into.IntLength; channel += GpuLanes.Stride)
        {
            float sum = accumulate != 0 ? into[channel] : 0f;
            for (int example = 0; example < examples; example++)
            {
                int row = ((example * into.IntLength) + channel) * rows;
                for (int entry = rowStart[row]; entry < rowStart[row + rows]; entry++)
                    sum += values[entry];
            }

            into[channel] = sum;
        }
    }

    /// <summary>The input that a weight meets at a position, 0 outside of the image.</summary>
    private static float At(ConvolutionSizes s, ArrayView<float> x, int weight, int example, int position)
    {
        int window = s.KernelHeight * s.KernelWidth;
        int output = weight / (s.GroupChannels * window);
        int channel = (output / s.GroupOutputs * s.GroupChannels) + (weight / window % s.GroupChannels);
        int row = (position / s.OutputWidth * s.Stride) + (weight % window / s.KernelWidth * s.Dilation) - s.Padding;
        int column = (position % s.OutputWidth * s.Stride) + (weight % s.KernelWidth * s.Dilation) - s.Padding;
        float value = 0f;
        if (row >= 0 && row < s.Height && column >= 0 && column < s.Width)
            value = x[(((((example * s.Channels) + channel) * s.Height) + row) * s.Width) + column];
        return value;
    }
}
