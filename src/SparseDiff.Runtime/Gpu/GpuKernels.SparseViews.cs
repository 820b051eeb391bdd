using ILGPU;
using ILGPU.Runtime;
using SparseDiff.Kernels;

namespace SparseDiff.Gpu;

// Through dense blocks: where the entries are is known on the device only, and a masked result needs no count.
internal sealed partial class GpuKernels
{
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
