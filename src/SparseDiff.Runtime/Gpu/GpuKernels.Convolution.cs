using ILGPU;
using ILGPU.Runtime;
using SparseDiff.Kernels;

namespace SparseDiff.Gpu;

internal sealed partial class GpuKernels
{
    private Action<KernelConfig, ConvolutionSizes, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>> ConvolveKernel =>
        field ??= device.Accelerator.LoadStreamKernel<ConvolutionSizes, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>>(ConvolutionKernels.Forward);

    private Action<KernelConfig, ConvolutionSizes, ArrayView<float>, ArrayView<float>, ArrayView<float>> ConvolveVjpXKernel =>
        field ??= device.Accelerator.LoadStreamKernel<ConvolutionSizes, ArrayView<float>, ArrayView<float>, ArrayView<float>>(ConvolutionKernels.BackwardX);

    private Action<KernelConfig, ConvolutionSizes, ArrayView<float>, ArrayView<float>, ArrayView<float>> ConvolveVjpWKernel =>
        field ??= device.Accelerator.LoadStreamKernel<ConvolutionSizes, ArrayView<float>, ArrayView<float>, ArrayView<float>>(ConvolutionKernels.BackwardW);

    private Action<KernelConfig, ConvolutionSizes, int, ArrayView<int>, ArrayView<int>, ArrayView<float>, ArrayView<float>, ArrayView<float>> SparseConvolveVjpWKernel =>
        field ??= device.Accelerator.LoadStreamKernel<ConvolutionSizes, int, ArrayView<int>, ArrayView<int>, ArrayView<float>, ArrayView<float>, ArrayView<float>>(ConvolutionKernels.SparseBackwardW);

    private Action<KernelConfig, int, int, int, ArrayView<int>, ArrayView<float>, ArrayView<float>> ChannelSumsKernel =>
        field ??= device.Accelerator.LoadStreamKernel<int, int, int, ArrayView<int>, ArrayView<float>, ArrayView<float>>(ConvolutionKernels.ChannelSums);

    public override void Convolve(Tensor x, Tensor w, Tensor? bias, in ConvolutionShape shape, Tensor into)
    {
        if (into.Length > 0)
            ConvolveKernel(device.PerEntry(into.Length), Sizes(shape, bias is not null), View(x), View(w), View(bias ?? w), View(into));
    }

    public override void ConvolveVjpX(Tensor dY, Tensor w, in ConvolutionShape shape, Tensor into) => BackwardX(View(dY), w, shape, into);

    public override void ConvolveVjpW(Tensor x, Tensor dY, in ConvolutionShape shape, Tensor into, bool accumulate)
    {
        if (into.Length > 0)
            ConvolveVjpWKernel(device.PerLine(into.Length, shape.Examples * shape.Positions), Sizes(shape, accumulate), View(x), View(dY), View(into));
    }

    public override void SparseConvolveVjpX(SparseRows dY, Tensor w, in ConvolutionShape shape, Tensor into)
    {
        if (dY.Masked is { } masked)
        {
            ConvolveVjpX(masked, w, shape, into);
            return;
        }

        // Which entries a place of the image meets is found fastest in a dense block; its memory is reused.
        lock (scratchGate)
        {
            ArrayView<float> dense = produced.Take(dY.Rows * dY.Columns);
            dense.MemSetToZero();
            if (dY.Count > 0)
                Scatter(dY, dense);
            BackwardX(dense, w, shape, into);
        }
    }

    public override void SparseConvolveVjpW(Tensor x, SparseRows dY, in ConvolutionShape shape, RowGradient into)
    {
        bool accumulate = into.TouchAll();
        Tensor buffer = into.Buffer;
        if (dY.Masked is { } masked)
            ConvolveVjpW(x, masked, shape, buffer, accumulate);
        else if (dY.Count == 0)
            ClearUnless(accumulate, buffer);
        else
        {
            KernelConfig config = device.PerLine(buffer.Length, shape.Examples * shape.Positions / dY.Columns);
            SparseConvolveVjpWKernel(config, Sizes(shape, accumulate), dY.Columns, Starts(dY), Indices(dY), Entries(dY), View(x), View(buffer));
        }
    }

    public override void SparseChannelSums(SparseRows s, RowGradient into)
    {
        bool accumulate = into.TouchAll();
        Tensor buffer = into.Buffer;
        int channels = s.Shape[1];
        int inner = Shapes.Length(s.Shape[2..]);
        if (s.Masked is { } masked)
            SumTo(masked.View(s.Shape[0], channels, inner), buffer.View(channels, 1), scale: 1, accumulate);
        else if (s.Count == 0)
            ClearUnless(accumulate, buffer);
        else
            ChannelSumsKernel(device.PerEntry(channels), s.Shape[0], inner / s.Columns, accumulate ? 1 : 0, Starts(s), Entries(s), View(buffer));
    }

    private void BackwardX(ArrayView<float> dY, Tensor w, in ConvolutionShape shape, Tensor into)
    {
        if (into.Length > 0)
            ConvolveVjpXKernel(device.PerEntry(into.Length), Sizes(shape, flag: false), dY, View(w), View(into));
    }

    private static ConvolutionSizes Sizes(in ConvolutionShape s, bool flag) => new()
    {
        Examples = s.Examples,
        Channels = s.Channels,
        Height = s.Height,
        Width = s.Width,
        Outputs = s.Outputs,
        OutputHeight = s.OutputHeight,
        OutputWidth = s.OutputWidth,
        KernelHeight = s.KernelHeight,
        KernelWidth = s.KernelWidth,
        Stride = s.Stride,
        Padding = s.Padding,
        Dilation = s.Dilation,
        GroupChannels = s.ChannelsPerGroup,
        GroupOutputs = s.OutputsPerGroup,
        Flag = flag ? 1 : 0,
    };
}
