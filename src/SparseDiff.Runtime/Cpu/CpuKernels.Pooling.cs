using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

internal sealed unsafe partial class CpuKernels
{
    public override void MaxPool(Tensor x, in PoolingShape shape, Tensor into)
    {
        Pooling.Max(shape, Host.Pointer(x), Host.Pointer(into));
        GC.KeepAlive(x);
        GC.KeepAlive(into);
    }

    public override void MaxPoolVjp(Tensor x, Tensor dY, in PoolingShape shape, Tensor into)
    {
        Pooling.MaxVjp(shape, Host.Pointer(x), Host.Pointer(dY), Host.Pointer(into));
        GC.KeepAlive(x);
        GC.KeepAlive(dY);
        GC.KeepAlive(into);
    }

    public override void AveragePool(Tensor x, in PoolingShape shape, Tensor into)
    {
        Pooling.Average(shape, Host.Pointer(x), Host.Pointer(into));
        GC.KeepAlive(x);
        GC.KeepAlive(into);
    }

    public override void AveragePoolVjp(Tensor dY, in PoolingShape shape, Tensor into)
    {
        Pooling.AverageVjp(shape, Host.Pointer(dY), Host.Pointer(into));
        GC.KeepAlive(dY);
        GC.KeepAlive(into);
    }
}
