using ILGPU;
using ILGPU.Runtime;
using SparseDiff.Kernels;

namespace SparseDiff.Gpu;

internal sealed partial class GpuKernels
{
    private Action<KernelConfig, PoolingSizes, ArrayView<float>, ArrayView<float>> MaxPoolKernel =>
        field ??= device.Accelerator.LoadStreamKernel<PoolingSizes, ArrayView<float>, ArrayView<float>>(PoolingKernels.Max);

    private Action<KernelConfig, PoolingSizes, ArrayView<float>, ArrayView<float>, ArrayView<float>> MaxPoolVjpKernel =>
        field ??= device.Accelerator.LoadStreamKernel<PoolingSizes, ArrayView<float>, ArrayView<float>, ArrayView<float>>(PoolingKernels.MaxVjp);

    private Action<KernelConfig, PoolingSizes, ArrayView<float>, ArrayView<float>> AveragePoolKernel =>
        field ??= device.Accelerator.LoadStreamKernel<PoolingSizes, ArrayView<float>, ArrayView<float>>(PoolingKernels.Average);

    private Action<KernelConfig, PoolingSizes, ArrayView<float>, ArrayView<float>> AveragePoolVjpKernel =>
        field ??= device.Accelerator.LoadStreamKernel<PoolingSizes, ArrayView<float>, ArrayView<float>>(PoolingKernels.AverageVjp);

    public override void MaxPool(Tensor x, in PoolingShape shape, Tensor into)
    {
        if (into.Length > 0)
            MaxPoolKernel(device.PerEntry(into.Length), Sizes(shape), View(x), View(into));
    }

    public override void MaxPoolVjp(Tensor x, Tensor dY, in PoolingShape shape, Tensor into)
    {
        if (into.Length > 0)
            MaxPoolVjpKernel(device.PerEntry(into.Length), Sizes(shape), View(x), View(dY), View(into));
    }

    public override void AveragePool(Tensor x, in PoolingShape shape, Tensor into)
    {
        if (into.Length > 0)
            AveragePoolKernel(device.PerEntry(into.Length), Sizes(shape), View(x), View(into));
    }

    public override void AveragePoolVjp(Tensor dY, in PoolingShape shape, Tensor into)
    {
        if (into.Length > 0)
            AveragePoolVjpKernel(device.PerEntry(into.Length), Sizes(shape), View(dY), View(into));
    }

    private static PoolingSizes Sizes(in PoolingShape s) => new()
    {
        Height = s.Height,
        Width = s.Width,
        OutputHeight = s.OutputHeight,
        OutputWidth = s.OutputWidth,
        Kernel = s.Kernel,
        Stride = s.Stride,
        Padding = s.Padding,
    };
}
