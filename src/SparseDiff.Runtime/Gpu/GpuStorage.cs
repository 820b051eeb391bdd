using ILGPU;
using ILGPU.Runtime;

namespace SparseDiff.Gpu;

/// <summary>Numbers in a GPU's memory.</summary>
internal sealed class GpuStorage : Storage
{
    private readonly MemoryBuffer1D<float, Stride1D.Dense> buffer;
    private readonly long pressure;

    internal GpuStorage(GpuDevice device, int capacity)
        : base(device, capacity)
    {
        device.Accelerator.Bind();
        buffer = device.Accelerator.Allocate1D<float>(Math.Max(capacity, 1));
        buffer.MemSetToZero();
        pressure = buffer.LengthInBytes;
        GC.AddMemoryPressure(pressure);
    }

    // The collector sees a few bytes where a GPU's memory runs full: it is told. ILGPU frees a buffer that nobody disposed.
    ~GpuStorage()
    {
        if (pressure > 0)
            GC.RemoveMemoryPressure(pressure);
    }

    /// <inheritdoc/>
    public override void Write(int offset, ReadOnlySpan<float> values)
    {
        if (!values.IsEmpty)
            View(offset, values.Length).CopyFromCPU(values);
    }

    /// <inheritdoc/>
    public override void Read(int offset, Span<float> values)
    {
        if (!values.IsEmpty)
            View(offset, values.Length).CopyToCPU(values);
    }

    /// <inheritdoc/>
    public override void Clear(int offset, int length)
    {
        if (length > 0)
            View(offset, length).MemSetToZero();
    }

    /// <summary>Part of the numbers, as kernels see them.</summary>
    internal ArrayView<float> View(int offset, int length)
    {
        ThrowIfDisposed();
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)(uint)offset + (uint)length, (ulong)Capacity);
        ((GpuDevice)Device).Accelerator.Bind();
        return buffer.View.BaseView.SubView(offset, length);
    }

    /// <inheritdoc/>
    protected override void Release()
    {
        GC.RemoveMemoryPressure(pressure);
        buffer.Dispose();
    }
}
