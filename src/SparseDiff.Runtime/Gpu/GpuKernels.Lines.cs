using ILGPU;
using ILGPU.Runtime;
using SparseDiff.Kernels;

namespace SparseDiff.Gpu;

internal sealed partial class GpuKernels
{
    private Action<KernelConfig, Lines, int, ArrayView<float>, ArrayView<float>> ReduceKernel =>
        field ??= device.Accelerator.LoadStreamKernel<Lines, int, ArrayView<float>, ArrayView<float>>(LineKernels.Reduce);

    private Action<KernelConfig, Lines, int, int, int, ArrayView<float>, ArrayView<float>> ScanKernel =>
        field ??= device.Accelerator.LoadStreamKernel<Lines, int, int, int, ArrayView<float>, ArrayView<float>>(LineKernels.Scan);

    public override void Reduce(Reduction reduction, Tensor x, int outer, int length, int inner, Tensor into)
    {
        if (into.Length > 0)
            ReduceKernel(device.PerLine(outer * inner, length), new Lines(outer * inner, length, inner), (int)reduction, View(x), View(into));
    }

    public override void Scan(Tensor x, int outer, int length, int inner, bool product, bool exclusive, bool reverse, Tensor into)
    {
        if (x.Length > 0)
            ScanKernel(device.PerEntry(outer * inner), new Lines(outer * inner, length, inner), product ? 1 : 0, exclusive ? 1 : 0, reverse ? 1 : 0, View(x), View(into));
    }
}
