using ILGPU;
using ILGPU.Runtime;

namespace SparseDiff.Gpu;

/// <summary>Indices in a GPU's memory.</summary>
internal sealed class GpuIndexStorage : IndexStorage
{
    private readonly MemoryBuffer1D<int, Stride1D.Dense> buffer;

    internal GpuIndexStorage(GpuDevice device, int capacity)
        : base(device, capacity)
    {
        device.Accelerator.Bind();
        buffer = device.Accelerator.Allocate1D<int>(Math.Max(capacity, 1));
        buffer.MemSetToZero();
    }

    /// <inheritdoc/>
    public override void Write(int offset, ReadOnlySpan<int> values)
    {
        if (!values.IsEmpty)
            View(offset, values.Length).CopyFromCPU(values);
    }

    /// <inheritdoc/>
    public override void Read(int offset, Span<int> values)
    {
        if (!values.IsEmpty)
            View(offset, values.Length).CopyToCPU(values);
    }

    /// <summary>Part of the indices, as kernels see them.</summary>
    internal ArrayView<int> View(int offset, int length)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)(uint)offset + (uint)length, (ulong)Capacity);
        ((GpuDevice)Device).Accelerator.Bind();
        return buffer.View.BaseView.SubView(offset, length);
    }

    /// <inheritdoc/>
    protected override void Release() => buffer.Dispose();
}
