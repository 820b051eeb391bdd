using ILGPU;
using ILGPU.Runtime;
using SparseDiff.Cpu;
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

    // What needs sums of squares by magnitude goes by a copy to the host: exact, the same as there, and only budgets that adapt need it.
    public override long CountOfEnergy(ReadOnlySpan<Tensor> tensors, double share)
    {
        var copies = new Tensor[tensors.Length];
        for (int i = 0; i < copies.Length; i++)
            copies[i] = tensors[i].To(Device.Cpu);
        return Device.Cpu.Kernels.CountOfEnergy(copies, share);
    }

    public override unsafe void SampleTensorByVariance(Tensor gradient, double variance, float uniform, SparseRows into)
    {
        if (gradient.Length == 0)
        {
            KeepAll(default(Identity), [gradient], gradient.Shape, into);
            return;
        }

        double tau;
        fixed (float* copy = gradient.ToArray())
            tau = VarianceThreshold.Find(copy, gradient.Length, variance);
        lock (scratchGate)
            Draw(Matrix(gradient.Shape, 0), gradient.Shape, Produce(default(Identity), [gradient], gradient.Shape, copy: true), tau, uniform, into);
    }
}
