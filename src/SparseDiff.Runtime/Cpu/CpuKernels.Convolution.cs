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
        if (dY.IsMasked || dY.Count == 0 || Convolution.DenseIsFaster(shape, dY.Density))
            Convolution.BackwardX(shape, Dense(dY), Host.Pointer(w), Host.Pointer(into));
        else
            Convolution.SparseBackwardX(shape, SparseMap.Build(Host.Csr(dY), shape), Host.Pointer(w), Host.Pointer(into));
        GC.KeepAlive(dY);
        GC.KeepAlive(w);
        GC.KeepAlive(into);
    }

    public override void SparseConvolveVjpW(Tensor x, SparseRows dY, in ConvolutionShape shape, RowGradient into)
    {
        into.BeginAdding();
        if (dY.Count == 0)
            return;
        if (dY.IsMasked || Convolution.DenseIsFaster(shape, dY.Density))
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
        into.BeginAdding();
        int channels = s.Shape[1];
        int inner = Shapes.Length(s.Shape[2..]);
        if (s.Count == 0)
            return;
        if (s.Masked is { } masked)
        {
            SumTo(masked.View(s.Shape[0], channels, inner), into.TouchAll(), into.Buffer.View(channels, 1));
            return;
        }

        // The rows of a channel follow each other, so do their entries.
        Csr csr = Host.Csr(s);
        int rows = inner / s.Columns;
        float* gradient = Host.Pointer(into.Buffer);
        for (int channel = 0; channel < channels; channel++)
        {
            double sum = 0;
            bool any = false;
            for (int row = channel * rows; row < csr.Rows; row += channels * rows)
            {
                for (int entry = csr.RowStart[row]; entry < csr.RowStart[row + rows]; entry++)
                    sum += csr.Values[entry];
                any |= csr.RowStart[row] != csr.RowStart[row + rows];
            }
            if (any)
                gradient[channel] = (float)(into.Touch(channel) ? gradient[channel] + sum : sum);
        }
        GC.KeepAlive(s);
        GC.KeepAlive(into);
    }

    private void SumTo(Tensor x, bool accumulate, Tensor into) => SumTo(x, into, scale: 1, accumulate);
}
