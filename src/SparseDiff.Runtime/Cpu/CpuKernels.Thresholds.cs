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

    public override void Histogram(Tensor x, Span<MagnitudeBucket> into)
    {
        GradientSweep.Histogram(Host.Pointer(x), x.Length, into);
        GC.KeepAlive(x);
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
            TensorTopK.SelectAtLeast(Host.Pointer(x), into.Rows, into.Columns, low, Host.Pointer(into.Pattern.RowStart), Host.Pointer(into.Pattern.ColumnIndex), Host.Pointer(into.Values));
            into.Pattern.Count = (int)count;
        }
        GC.KeepAlive(x);
        GC.KeepAlive(into);
    }

    public override float MagnitudeCut(ReadOnlySpan<Tensor> tensors, long k, out long ties)
    {
        nint[] places = ArrayPool<nint>.Shared.Rent(tensors.Length);
        long[] lengths = ArrayPool<long>.Shared.Rent(tensors.Length);
        for (int i = 0; i < tensors.Length; i++)
            (places[i], lengths[i]) = ((nint)Host.Pointer(tensors[i]), tensors[i].Length);
        int magnitude = MagnitudeRank.Find(places.AsSpan(0, tensors.Length), lengths, k, out ties);
        foreach (Tensor tensor in tensors)
            GC.KeepAlive(tensor);
        ArrayPool<nint>.Shared.Return(places);
        ArrayPool<long>.Shared.Return(lengths);
        return BitConverter.Int32BitsToSingle(magnitude);
    }

    /// <summary>The smallest magnitude above a threshold; what is not finite is above every one.</summary>
    private static int JustAbove(float threshold) => Math.Min(Magnitude.Of(threshold) + 1, Magnitude.Infinite);
}
