namespace SparseDiff.Kernels;

internal partial class ReferenceKernels
{
    public override void Convolve(Tensor x, Tensor w, Tensor? bias, in ConvolutionShape shape, Tensor into)
    {
        double[] image = Doubles.Load(x);
        double[] weights = Doubles.Load(w);
        double[] offsets = bias is null ? new double[shape.Outputs] : Doubles.Load(bias);
        var result = new double[into.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = offsets[i / shape.Positions % shape.Outputs];
        ForEachTerm(shape, (at, from, weight) => result[at] += image[from] * weights[weight]);
        Doubles.Store(result, into);
    }

    public override void ConvolveVjpX(Tensor dY, Tensor w, in ConvolutionShape shape, Tensor into) =>
        ConvolveVjpX(Doubles.Load(dY), w, shape, into);

    public override void ConvolveVjpW(Tensor x, Tensor dY, in ConvolutionShape shape, Tensor into, bool accumulate)
    {
        double[] image = Doubles.Load(x);
        double[] cotangent = Doubles.Load(dY);
        double[] result = accumulate ? Doubles.Load(into) : new double[into.Length];
        ForEachTerm(shape, (at, from, weight) => result[weight] += image[from] * cotangent[at]);
        Doubles.Store(result, into);
    }

    public override void SparseConvolveVjpX(SparseRows dY, Tensor w, in ConvolutionShape shape, Tensor into) =>
        ConvolveVjpX(Dense(dY), w, shape, into);

    public override void SparseConvolveVjpW(Tensor x, SparseRows dY, in ConvolutionShape shape, RowGradient into)
    {
        double[] image = Doubles.Load(x);
        double[] cotangent = Dense(dY);
        var sums = new double[into.Rows * into.RowLength];
        var present = new bool[into.Rows];
        ForEachTerm(shape, (at, from, weight) => sums[weight] += image[from] * cotangent[at]);
        for (int i = 0; i < cotangent.Length; i++)
            present[i / shape.Positions % shape.Outputs] |= cotangent[i] != 0;
        for (int row = 0; row < into.Rows; row++)
        {
            int start = row * into.RowLength;
            if (present[row])
                AddToRow(into, row, j => sums[start + j]);
        }
    }

    public override void SparseChannelSums(SparseRows s, RowGradient into)
    {
        double[] values = Dense(s);
        int channels = s.Shape[1];
        int inner = Shapes.Length(s.Shape[2..]);
        for (int channel = 0; channel < channels; channel++)
        {
            double[] entries = values.Where((value, index) => index / inner % channels == channel && value != 0).ToArray();
            if (entries.Length > 0)
                AddToRow(into, channel, _ => entries.Sum());
        }
    }

    private static void ConvolveVjpX(double[] cotangent, Tensor w, in ConvolutionShape shape, Tensor into)
    {
        double[] weights = Doubles.Load(w);
        var result = new double[into.Length];
        ForEachTerm(shape, (at, from, weight) => result[from] += cotangent[at] * weights[weight]);
        Doubles.Store(result, into);
    }

    /// <summary>Calls <paramref name="term"/> with the places in result, input and weights of each product that a convolution adds up.</summary>
    private static void ForEachTerm(ConvolutionShape s, Action<int, int, int> term)
    {
        for (int at = 0; at < s.Examples * s.Outputs * s.Positions; at++)
        {
            int example = at / (s.Outputs * s.Positions);
            int output = at / s.Positions % s.Outputs;
            int firstChannel = output / s.OutputsPerGroup * s.ChannelsPerGroup;
            for (int inPatch = 0; inPatch < s.PatchLength; inPatch++)
            {
                int channel = inPatch / (s.KernelHeight * s.KernelWidth);
                int row = (at % s.Positions / s.OutputWidth * s.Stride) + (inPatch / s.KernelWidth % s.KernelHeight * s.Dilation) - s.Padding;
                int column = (at % s.OutputWidth * s.Stride) + (inPatch % s.KernelWidth * s.Dilation) - s.Padding;
                if (row >= 0 && row < s.Height && column >= 0 && column < s.Width)
                    term(at, (((((example * s.Channels) + firstChannel + channel) * s.Height) + row) * s.Width) + column, (output * s.PatchLength) + inPatch);
            }
        }
    }
}
