using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

internal sealed unsafe partial class CpuKernels
{
    public override void Convolve(Tensor x, Tensor w, Tensor? bias, in ConvolutionShape shape, Tensor into)
    {
        Convolution.Forward(shape, Host.Pointer(x), Host.Pointer(w), bias is null ? null : Host.Pointer(bias), Host.Pointer(into));
        GC.KeepAlive(x);
        GC.KeepAlive(w);
        GC.KeepAlive(bias);
        GC.KeepAlive(into);
    }

    public override void ConvolveVjpX(Tensor dY, Tensor w, in ConvolutionShape shape, Tensor into)
    {
        Convolution.BackwardX(shape, Host.Pointer(dY), Host.Pointer(w), Host.Pointer(into));
        GC.KeepAlive(dY);
        GC.KeepAlive(w);
        GC.KeepAlive(into);
    }

    public override void ConvolveVjpW(Tensor x, Tensor dY, in ConvolutionShape shape, Tensor into, bool accumulate)
    {
        Convolution.BackwardW(shape, Host.Pointer(x), Host.Pointer(dY), Host.Pointer(into), accumulate);
        GC.KeepAlive(x);
        GC.KeepAlive(dY);
        GC.KeepAlive(into);
    }

    public override void SparseConvolveVjpX(SparseRows dY, Tensor w, in ConvolutionShape shape, Tensor into)
    {
        if (dY.IsMasked || dY.Count == 0 || Convolution.DenseIsFaster(dY.Density))
            Convolution.BackwardX(shape, Dense(dY), Host.Pointer(w), Host.Pointer(into));
        else
            Convolution.SparseBackwardX(shape, SparseMap.Build(Host.Csr(dY), shape), Host.Pointer(w), Host.Pointer(into));
        GC.KeepAlive(dY);
        GC.KeepAlive(w);
        GC.KeepAlive(into);
    }

    public override void SparseConvolveVjpW(Tensor x, SparseRows dY, in ConvolutionShape shape, RowGradient into)
    {
        if (dY.Count == 0)
            return;
        if (dY.IsMasked || Convolution.DenseIsFaster(dY.Density))
        {
            bool accumulate = into.TouchAll();
            Convolution.BackwardW(shape, Host.Pointer(x), Dense(dY), Host.Pointer(into.Buffer), accumulate);
        }
        else
            Convolution.SparseBackwardW(shape, Host.Pointer(x), SparseMap.Build(Host.Csr(dY), shape), into);
        GC.KeepAlive(x);
        GC.KeepAlive(dY);
        GC.KeepAlive(into);
    }

    public override void SparseChannelSums(SparseRows s, RowGradient into)
    {
        int channels = s.Shape[1];
        int inner = Shapes.Length(s.Shape[2..]);
        if (s.Masked is { } masked)
        {
            SumTo(masked.View(s.Shape[0], channels, inner), into.TouchAll(), into.Buffer.View(channels, 1));
            return;
        }
        double* sums = Scratch.Get<double>(ScratchUse.Sums, channels);
        byte* present = Scratch.Get<byte>(ScratchUse.Touched, channels);
        new Span<double>(sums, channels).Clear();
        new Span<byte>(present, channels).Clear();
        AddChannels(Host.Csr(s), channels, inner, sums, present);
        float* gradient = Host.Pointer(into.Buffer);
        for (int channel = 0; channel < channels; channel++)
        {
            if (present[channel] != 0)
                gradient[channel] = (float)(into.Touch(channel) ? gradient[channel] + sums[channel] : sums[channel]);
        }
        GC.KeepAlive(s);
        GC.KeepAlive(into);
    }

    private void SumTo(Tensor x, bool accumulate, Tensor into) => SumTo(x, into, scale: 1, accumulate);

    private static void AddChannels(in Csr csr, int channels, int inner, double* sums, byte* present)
    {
        for (int row = 0; row < csr.Rows; row++)
        {
            // A row may be a part of a channel, or span several.
            long first = (long)row * csr.Columns;
            int channel = (int)(first / inner % channels);
            long channelEnd = ((first / inner) + 1) * inner;
            for (int entry = csr.RowStart[row]; entry < csr.RowStart[row + 1]; entry++)
            {
                for (; first + csr.Indices[entry] >= channelEnd; channelEnd += inner)
                    channel = channel + 1 == channels ? 0 : channel + 1;
                sums[channel] += csr.Values[entry];
                present[channel] = 1;
            }
        }
    }
}
