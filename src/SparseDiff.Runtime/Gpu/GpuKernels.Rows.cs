using ILGPU;
using ILGPU.Runtime;

namespace SparseDiff.Gpu;

internal sealed partial class GpuKernels
{
    private Action<KernelConfig, Lines, int, ArrayView<float>, ArrayView<float>> SoftmaxKernel =>
        field ??= device.Accelerator.LoadStreamKernel<Lines, int, ArrayView<float>, ArrayView<float>>(SoftmaxKernels.Softmax);

    private Action<KernelConfig, Lines, int, ArrayView<float>, ArrayView<float>, ArrayView<float>> SoftmaxVjpKernel =>
        field ??= device.Accelerator.LoadStreamKernel<Lines, int, ArrayView<float>, ArrayView<float>, ArrayView<float>>(SoftmaxKernels.SoftmaxVjp);

    private Action<KernelConfig, Lines, ArrayView<float>, ArrayView<int>, ArrayView<float>> CrossEntropyKernel =>
        field ??= device.Accelerator.LoadStreamKernel<Lines, ArrayView<float>, ArrayView<int>, ArrayView<float>>(SoftmaxKernels.CrossEntropy);

    private Action<KernelConfig, Lines, ArrayView<float>, ArrayView<int>, ArrayView<float>, ArrayView<float>> CrossEntropyVjpKernel =>
        field ??= device.Accelerator.LoadStreamKernel<Lines, ArrayView<float>, ArrayView<int>, ArrayView<float>, ArrayView<float>>(SoftmaxKernels.CrossEntropyVjp);

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

    public override void CrossEntropy(Tensor logits, Labels labels, Tensor loss)
    {
        Lines rows = new(labels.Count, logits.Columns, 1);
        lock (scratchGate)
        {
            ArrayView<float> losses = produced.Take(rows.Count);
            CrossEntropyKernel(device.PerLine(rows.Count, rows.Length), rows, View(logits), View(labels.Storage, labels.Count), losses);
            Sum(new SumShape(Strided.Of([], []), Strided.Of([rows.Count], [1]), 1f / rows.Count, Accumulate: 0), losses, View(loss));
        }
    }

    public override void CrossEntropyVjp(Tensor logits, Labels labels, Tensor dLoss, Tensor into)
    {
        Lines rows = new(labels.Count, logits.Columns, 1);
        CrossEntropyVjpKernel(
            device.PerLine(rows.Count, rows.Length), rows, View(logits), View(labels.Storage, labels.Count), View(dLoss), View(into));
    }

    private static Lines Along(Tensor x, int axis)
    {
        int inner = Shapes.Length(x.Shape[(axis + 1)..]);
        return new Lines(x.Length / x.Shape[axis], x.Shape[axis], inner);
    }
}
