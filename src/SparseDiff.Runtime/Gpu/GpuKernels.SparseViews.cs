using ILGPU;
using ILGPU.Runtime;
using SparseDiff.Kernels;

namespace SparseDiff.Gpu;

// Parts through dense blocks: where the entries are is known on the device only, and a masked result needs no count.
internal sealed partial class GpuKernels
{
    private Action<KernelConfig, int, int, ArrayView<int>, ArrayView<int>, ArrayView<int>> SpreadStartsKernel =>
        field ??= device.Accelerator.LoadStreamKernel<int, int, ArrayView<int>, ArrayView<int>, ArrayView<int>>(SparseKernels.SpreadStarts);

    public override void CopyBlock(SparseRows from, in SparseBlock block, ReadOnlySpan<int> shape, SparseRows into)
    {
        Tensor result = into.BeginMasked(shape);
        result.Storage.Clear(result.Offset, result.Length);
        int[] lengths = [from.Rows / Math.Max(1, block.FromPeriod), block.Rows, block.Columns];
        int length = Shapes.Length(lengths);
        if (length == 0)
            return;
        lock (scratchGate)
        {
            ArrayView<float> dense = Dense(from);
            ArrayView<float> part = windows[0].Take(length);
            int first = (block.FromRow * from.Columns) + block.FromColumn;
            int target = (block.IntoRow * result.Columns) + block.IntoColumn;
            KernelConfig config = device.PerEntry(length);
            GatherKernel(config, Strided.Of(lengths, [block.FromPeriod * from.Columns, from.Columns, 1]), 1f, dense.SubView(first, dense.Length - first), part);
            ArrayView<float> all = View(result);
            SpreadKernel(config, Strided.Of(lengths, [block.IntoPeriod * result.Columns, result.Columns, 1]), part, all.SubView(target, all.Length - target));
        }
    }

    public override void SpreadExamples(SparseRows from, AxisPattern kept, ReadOnlySpan<int> shape, SparseRows into)
    {
        if (from.Masked is { } masked)
        {
            // Masked on this device is what has all its entries.
            Tensor all = into.BeginMasked(shape);
            all.Storage.Clear(all.Offset, all.Length);
            Scatter(masked, 0, kept, all);
            return;
        }

        into.BeginCompressed(shape, from.Count);
        into.Pattern.Count = from.Count;
        SpreadStartsKernel(
            device.PerEntry(into.Rows + 1), kept.Count, Math.Max(1, into.Rows / Math.Max(1, kept.Extent)), View(kept.Index, kept.Count), Starts(from), Starts(into));
        if (from.Count == 0)
            return;
        Entries(from).CopyTo(Entries(into));
        Indices(from).CopyTo(Indices(into));
    }

    /// <summary>A sparse gradient as a dense block. Inside the lock.</summary>
    private ArrayView<float> Dense(SparseRows sparse)
    {
        if (sparse.Masked is { } masked)
            return View(masked);
        ArrayView<float> dense = produced.Take(sparse.Rows * sparse.Columns);
        dense.MemSetToZero();
        if (sparse.Count > 0)
            Scatter(sparse, dense);
        return dense;
    }
}
