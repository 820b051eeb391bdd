using ILGPU;
using ILGPU.Runtime;
using SparseDiff.Kernels;

namespace SparseDiff.Gpu;

internal sealed partial class GpuKernels
{
    private Action<KernelConfig, SelectionShape, double, ArrayView<float>, ArrayView<int>, ArrayView<int>> MarkEnergyKernel =>
        field ??= device.Accelerator.LoadStreamKernel<SelectionShape, double, ArrayView<float>, ArrayView<int>, ArrayView<int>>(RowBudgetKernels.MarkEnergy);

    private Action<KernelConfig, SelectionShape, double, RowNumbers, ArrayView<int>, ArrayView<float>, ArrayView<int>, ArrayView<int>> DrawRowsByVarianceKernel =>
        field ??= device.Accelerator.LoadStreamKernel<SelectionShape, double, RowNumbers, ArrayView<int>, ArrayView<float>, ArrayView<int>, ArrayView<int>>(RowBudgetKernels.DrawRowsByVariance);

    public override void SelectRowsByEnergy(Tensor gradient, double share, SparseRows into)
    {
        SelectionShape selection = Matrix(gradient.Shape, 0);
        if (gradient.Length == 0)
        {
            KeepAll(default(Identity), [gradient], gradient.Shape, into);
            return;
        }

        lock (scratchGate)
        {
            ArrayView<float> values = View(gradient);
            ArrayView<int> marked = marks.Take(gradient.Length);
            ArrayView<int> counts = rowCounts.Take(selection.Rows + 1);
            MarkEnergyKernel(device.PerLine(selection.Rows, selection.Width), selection, share, values, marked, counts);
            Compact(selection, gradient.Shape, values, marked, counts, into);
        }
    }

    public override void SampleRowsByVariance(Tensor gradient, double variance, RowStream stream, SparseRows into)
    {
        SelectionShape selection = Matrix(gradient.Shape, 0);
        if (gradient.Length == 0)
        {
            KeepAll(default(Identity), [gradient], gradient.Shape, into);
            return;
        }

        lock (scratchGate)
        {
            // A copy: what passes by chance is scaled in place.
            ArrayView<float> values = Produce(default(Identity), [gradient], gradient.Shape, copy: true);
            ArrayView<int> marked = marks.Take(gradient.Length);
            ArrayView<int> counts = rowCounts.Take(selection.Rows + 1);
            DrawRowsByVarianceKernel(
                device.PerLine(selection.Rows, selection.Width), selection, variance, new RowNumbers(stream), Examples(stream, counts), values, marked, counts);
            Compact(selection, gradient.Shape, values, marked, counts, into);
        }
    }
}
