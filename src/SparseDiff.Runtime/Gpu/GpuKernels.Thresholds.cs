using ILGPU;
using ILGPU.Runtime;
using SparseDiff.Kernels;

namespace SparseDiff.Gpu;

internal sealed partial class GpuKernels
{
    private Action<KernelConfig, int, ArrayView<float>, ArrayView<int>> MarkAboveKernel =>
        field ??= device.Accelerator.LoadStreamKernel<int, ArrayView<float>, ArrayView<int>>(CompactionKernels.MarkAbove);

    // Sums for the host go by a copy to it: exact, the same from run to run, and only thresholds that adapt need them.
    public override GradientMoments Moments(Tensor x)
    {
        long nonZero = 0;
        double sum = 0;
        double squares = 0;
        foreach (float value in x.ToArray())
        {
            nonZero += value != 0 ? 1 : 0;
            double finite = float.IsFinite(value) ? value : 0;
            sum += finite;
            squares += finite * finite;
        }

        return new GradientMoments(nonZero, sum, squares);
    }

    public override long CountAbove(Tensor x, float threshold)
    {
        if (x.Length == 0)
            return 0;
        lock (scratchGate)
            return SplitAt(threshold < float.MaxValue ? MathF.BitIncrement(threshold) : float.PositiveInfinity, View(x)).Large;
    }

    public override void SelectAbove(Tensor x, float threshold, SparseRows into)
    {
        SelectionShape selection = Matrix(x.Shape, 0);
        if (x.Length == 0)
        {
            into.BeginMasked(x.Shape);
            return;
        }

        lock (scratchGate)
        {
            ArrayView<int> marked = marks.Take(x.Length);
            ArrayView<int> counts = rowCounts.Take(selection.Rows + 1);
            MarkAboveKernel(device.PerEntry(x.Length), Math.Min(Ranks.Of(threshold), Ranks.Of(float.MaxValue)), View(x), marked);
            CountMarksKernel(device.PerLine(selection.Rows, selection.Width), selection, marked, counts);
            Compact(selection, x.Shape, View(x), marked, counts, into);
        }
    }
}
