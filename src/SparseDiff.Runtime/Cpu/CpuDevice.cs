using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

/// <summary>The host's processor: memory that spans can see, kernels that use its vector units.</summary>
internal sealed class CpuDevice : Device, IKernelDevice
{
    /// <inheritdoc/>
    public override string Name => "cpu";

    /// <inheritdoc/>
    public KernelSet Kernels { get; } = new CpuKernels();

    /// <inheritdoc/>
    public override Storage Allocate(int length) => new HostStorage(this, length);

    /// <inheritdoc/>
    public override IndexStorage AllocateIndices(int length) => new HostIndexStorage(this, length);

    /// <inheritdoc/>
    internal override unsafe void ClearRows(Tensor into, ReadOnlySpan<int> rows, int rowLength)
    {
        ClearJob.Run(Host.Pointer(into), rows, rowLength);
        GC.KeepAlive(into);
    }
}
