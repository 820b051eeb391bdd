using ILGPU;
using ILGPU.Runtime;
using SparseDiff.Kernels;

namespace SparseDiff.Gpu;

internal sealed partial class GpuKernels
{
    private Action<KernelConfig, Lines, int, ArrayView<float>, ArrayView<float>> SoftmaxKernel =>
        field ??= device.Accelerator.LoadStreamKernel<Lines, int, ArrayView<float>, ArrayView<float>>(SoftmaxKernels.Softmax);

    private Action<KernelConfig, Lines, int, ArrayView<float>, ArrayView<float>, ArrayView<float>> SoftmaxVjpKernel =>
        field ??= device.Accelerator.LoadStreamKernel<Lines, int, ArrayView<float>, ArrayView<float>, ArrayView<float>>(SoftmaxKernels.SoftmaxVjp);

    private Action<KernelConfig, Lines, LabelTargets, ArrayView<float>, ArrayView<int>, ArrayView<float>> CrossEntropyKernel =>
        field ??= device.Accelerator.LoadStreamKernel<Lines, LabelTargets, ArrayView<float>, ArrayView<int>, ArrayView<float>>(SoftmaxKernels.CrossEntropy);

    private Action<KernelConfig, Lines, LabelTargets, ArrayView<float>, ArrayView<int>, ArrayView<float>, ArrayView<float>> CrossEntropyVjpKernel =>
        field ??= device.Accelerator.LoadStreamKernel<Lines, LabelTargets, ArrayView<float>, ArrayView<int>, ArrayView<float>, ArrayView<float>>(SoftmaxKernels.CrossEntropyVjp);

    public override void Softmax(Tensor x, int axis, bool logarithm, Tensor into)
    {
        if (x.Length == 0)
            return;
        Lines lines = Along(x, axis);
        SoftmaxKernel(device.PerLine(lines.Count, lines.Length), lines, logarithm ? 1 : 0, View(x), View(into));
    }

    public override void SoftmaxVjp(Tensor y, Tensor dY, int axis, bool logarithm, Tensor into)
    {
        if (y.Length == 0)
            return;
        Lines lines = Along(y, axis);
        SoftmaxVjpKernel(device.PerLine(lines.Count, lines.Length), lines, logarithm ? 1 : 0, View(y), View(dY), View(into));
    }

    public override void CrossEntropy(Tensor logits, Labels labels, in LabelTargets targets, Tensor loss)
    {
        Lines rows = new(labels.Count, logits.Columns, 1);
        lock (scratchGate)
        {
            ArrayView<float> losses = produced.Take(rows.Count);
            CrossEntropyKernel(device.PerLine(rows.Count, rows.Length), rows, targets, View(logits), View(labels), losses);
            Sum(new SumShape(Strided.Of([], []), Strided.Of([rows.Count], [1]), 1f / targets.Counted, Accumulate: 0), losses, View(loss));
        }
    }

    public override void CrossEntropyVjp(Tensor logits, Labels labels, in LabelTargets targets, Tensor dLoss, Tensor into)
    {
        Lines rows = new(labels.Count, logits.Columns, 1);
        CrossEntropyVjpKernel(
            device.PerLine(rows.Count, rows.Length), rows, targets, View(logits), View(labels), View(dLoss), View(into));
    }

    private static ArrayView<int> View(Labels labels) => ((GpuIndexStorage)labels.Storage).View(labels.Offset, labels.Count);

    private static Lines Along(Tensor x, int axis)
    {
        int inner = Shapes.Length(x.Shape[(axis + 1)..]);
        return new Lines(x.Length / x.Shape[axis], x.Shape[axis], inner);
    }
}
