using ILGPU;
using ILGPU.Runtime;

namespace SparseDiff.Gpu;

internal sealed partial class GpuKernels
{
    private Action<KernelConfig, SliceShape, ArrayView<int>, ArrayView<float>, ArrayView<float>> GatherSlicesKernel =>
        field ??= device.Accelerator.LoadStreamKernel<SliceShape, ArrayView<int>, ArrayView<float>, ArrayView<float>>(SliceKernels.Gather);

    private Action<KernelConfig, SliceShape, ArrayView<int>, ArrayView<float>, ArrayView<float>> ScatterSlicesKernel =>
        field ??= device.Accelerator.LoadStreamKernel<SliceShape, ArrayView<int>, ArrayView<float>, ArrayView<float>>(SliceKernels.Scatter);

    private Action<KernelConfig, SliceShape, ArrayView<float>, ArrayView<float>> NormsKernel =>
        field ??= device.Accelerator.LoadStreamKernel<SliceShape, ArrayView<float>, ArrayView<float>>(SliceKernels.Norms);

    public override void Gather(Tensor x, int axis, AxisPattern kept, Tensor into)
    {
        if (into.Length > 0)
            GatherSlicesKernel(device.PerEntry(into.Length), Slices(into.Shape, axis, kept), View(kept.Index, kept.Count), View(x), View(into));
    }

    public override void Scatter(Tensor x, int axis, AxisPattern kept, Tensor into)
    {
        if (x.Length > 0)
            ScatterSlicesKernel(device.PerEntry(x.Length), Slices(x.Shape, axis, kept), View(kept.Index, kept.Count), View(x), View(into));
    }

    public override void Norms(Tensor x, int axis, SliceNorm norm, Tensor into)
    {
        if (x.Length == 0)
        {
            into.Storage.Clear(into.Offset, into.Length);
            return;
        }

        int inner = x.Rank == 0 ? 1 : Shapes.Length(x.Shape[(axis + 1)..]);
        var shape = new SliceShape(x.Length / into.Length / inner, into.Length, into.Length, inner, norm == SliceNorm.L2 ? 1 : 0);
        NormsKernel(device.PerEntry(into.Length), shape, View(x), View(into));
    }

    public override void LargestOf(Tensor scores, int k, AxisPattern into)
    {
        if (k >= scores.Length)
        {
            into.SetAll(scores.Length);
            return;
        }

        into.Reset(scores.Length, k);
        lock (scratchGate)
        {
            SelectRowsKernel(
                device.PerLine(1, scores.Length), new SelectionShape(1, scores.Length, k), View(scores),
                rowCounts.Take(2), View(into.Index, k), produced.Take(k));
        }
    }

    public override void AddRows(Tensor x, AxisPattern rows, RowGradient into)
    {
        // Which rows these are is known on the device only; asking would stop the queue. So all rows count as touched.
        ClearUnless(into.TouchAll(), into.Buffer);
        if (x.Length > 0)
            ScatterSlicesKernel(device.PerEntry(x.Length), new SliceShape(1, rows.Count, rows.Extent, into.RowLength, 0), View(rows.Index, rows.Count), View(x), View(into.Buffer));
    }

    private static SliceShape Slices(ReadOnlySpan<int> compact, int axis, AxisPattern kept)
    {
        int inner = compact.IsEmpty ? 1 : Shapes.Length(compact[(axis + 1)..]);
        int outer = compact.IsEmpty ? 1 : Shapes.Length(compact[..axis]);
        return new SliceShape(outer, kept.Count, kept.Extent, inner, 0);
    }
}
