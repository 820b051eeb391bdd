using ILGPU;
using ILGPU.Runtime;
using SparseDiff.Kernels;

namespace SparseDiff.Gpu;

internal sealed partial class GpuKernels
{
    private Action<KernelConfig, AttentionSizes, HeadPlace, HeadPlace, ArrayView<float>, ArrayView<float>, ArrayView<float>> WeightsKernel =>
        field ??= device.Accelerator.LoadStreamKernel<AttentionSizes, HeadPlace, HeadPlace, ArrayView<float>, ArrayView<float>, ArrayView<float>>(AttentionKernels.Weights);

    private Action<KernelConfig, AttentionSizes, HeadPlace, HeadPlace, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>> SlopesKernel =>
        field ??= device.Accelerator.LoadStreamKernel<AttentionSizes, HeadPlace, HeadPlace, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>>(AttentionKernels.Slopes);

    private Action<KernelConfig, AttentionSizes, int, HeadPlace, HeadPlace, ArrayView<float>, ArrayView<float>, ArrayView<float>> OverKeysKernel =>
        field ??= device.Accelerator.LoadStreamKernel<AttentionSizes, int, HeadPlace, HeadPlace, ArrayView<float>, ArrayView<float>, ArrayView<float>>(AttentionKernels.OverKeys);

    private Action<KernelConfig, AttentionSizes, int, HeadPlace, HeadPlace, ArrayView<float>, ArrayView<float>, ArrayView<float>> OverQueriesKernel =>
        field ??= device.Accelerator.LoadStreamKernel<AttentionSizes, int, HeadPlace, HeadPlace, ArrayView<float>, ArrayView<float>, ArrayView<float>>(AttentionKernels.OverQueries);

    public override void Attention(in AttentionShape shape, in HeadWindow q, in HeadWindow k, in HeadWindow v, in HeadWindow into)
    {
        AttentionSizes sizes = Sizes(shape);
        if (sizes.Lines == 0)
            return;
        lock (scratchGate)
        {
            ArrayView<float> weights = Weights(sizes, q, k);
            OverKeysKernel(device.PerEntry(sizes.Lines * sizes.ValueWidth), sizes, sizes.ValueWidth, Place(v), Place(into), weights, View(v.Tensor), View(into.Tensor));
        }
    }

    public override void AttentionVjp(
        in AttentionShape shape, in HeadWindow q, in HeadWindow k, in HeadWindow v, in HeadWindow dY, HeadWindow? dQ, HeadWindow? dK, HeadWindow? dV)
    {
        AttentionSizes sizes = Sizes(shape);
        if (sizes.Lines == 0)
            return;
        int perKey = sizes.Batches * sizes.Heads * sizes.Keys;
        lock (scratchGate)
        {
            ArrayView<float> weights = Weights(sizes, q, k);
            ArrayView<float> slope = slopes.Take(sizes.Lines * sizes.Keys);
            SlopesKernel(device.PerLine(sizes.Lines, sizes.Keys), sizes, Place(dY), Place(v), View(dY.Tensor), View(v.Tensor), weights, slope);
            if (dQ is { } toQueries)
                OverKeysKernel(device.PerEntry(sizes.Lines * sizes.Width), sizes, sizes.Width, Place(k), Place(toQueries), slope, View(k.Tensor), View(toQueries.Tensor));
            if (dK is { } toKeys)
                OverQueriesKernel(device.PerEntry(perKey * sizes.Width), sizes, sizes.Width, Place(q), Place(toKeys), slope, View(q.Tensor), View(toKeys.Tensor));
            if (dV is { } toValues)
                OverQueriesKernel(device.PerEntry(perKey * sizes.ValueWidth), sizes, sizes.ValueWidth, Place(dY), Place(toValues), weights, View(dY.Tensor), View(toValues.Tensor));
        }
    }

    private ArrayView<float> Weights(in AttentionSizes sizes, in HeadWindow q, in HeadWindow k)
    {
        ArrayView<float> weights = scores.Take(sizes.Lines * sizes.Keys);
        WeightsKernel(device.PerLine(sizes.Lines, sizes.Keys), sizes, Place(q), Place(k), View(q.Tensor), View(k.Tensor), weights);
        return weights;
    }

    private static AttentionSizes Sizes(in AttentionShape s) =>
        new(s.Batches, s.Heads, s.Queries, s.Keys, s.Width, s.ValueWidth, s.Scale, s.Causal ? 1 : 0);

    private static HeadPlace Place(in HeadWindow window) => new(window.Start, window.Batch, window.Head, window.Position);
}
