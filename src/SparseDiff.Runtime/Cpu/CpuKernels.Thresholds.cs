using System.Buffers;
using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

internal sealed unsafe partial class CpuKernels
{
    public override GradientMoments Moments(Tensor x)
    {
        GradientMoments moments = GradientSweep.Moments(Host.Pointer(x), x.Length);
        GC.KeepAlive(x);
        return moments;
    }

    public override long CountAbove(Tensor x, float threshold)
    {
        long count = GradientSweep.CountAtLeast(Host.Pointer(x), x.Length, JustAbove(threshold));
        GC.KeepAlive(x);
        return count;
    }

    public override void SelectAbove(Tensor x, float threshold, SparseRows into)
    {
        int low = JustAbove(threshold);
        long count = GradientSweep.CountAtLeast(Host.Pointer(x), x.Length, low);
        if (count > MaskedAbove * x.Length)
            GradientSweep.MaskAtLeast(Host.Pointer(x), x.Length, low, Host.Pointer(into.BeginMasked(x.Shape)));
        else
        {
            into.BeginCompressed(x.Shape, (int)count);
            TensorTopK.SelectAtLeast(Host.Pointer(x), into.Rows, into.Columns, low, 0, Host.Pointer(into.Pattern.RowStart), Host.Pointer(into.Pattern.ColumnIndex), Host.Pointer(into.Values));
            into.Pattern.Count = (int)count;
        }
        GC.KeepAlive(x);
        GC.KeepAlive(into);
    }

    public override float MagnitudeCut(ReadOnlySpan<Tensor> tensors, long k, out long ties)
    {
        int magnitude;
        using (HostPlaces memory = new(tensors))
            magnitude = MagnitudeRank.Find(memory.Places, memory.Lengths, k, out ties);
        Host.KeepAlive(tensors);
        return BitConverter.Int32BitsToSingle(magnitude);
    }

    /// <summary>The smallest magnitude above a threshold; what is not finite is above every one.</summary>
    private static int JustAbove(float threshold) => Math.Min(Magnitude.Of(threshold) + 1, Magnitude.Infinite);
}
