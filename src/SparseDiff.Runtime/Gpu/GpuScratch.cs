using ILGPU;
using ILGPU.Runtime;

namespace SparseDiff.Gpu;

/// <summary>Reused memory for what passes between the launches of one operation; it only grows.</summary>
/// <typeparam name="T">What is kept.</typeparam>
internal sealed class GpuScratch<T>(GpuDevice device) : IDisposable
    where T : unmanaged
{
    private MemoryBuffer1D<T, Stride1D.Dense>? buffer;

    /// <summary>Room for <paramref name="length"/> values, whose content is undefined.</summary>
    public ArrayView<T> Take(int length)
    {
        if (buffer is null || buffer.Length < length)
        {
            buffer?.Dispose();
            device.Accelerator.Bind();
            buffer = device.Accelerator.Allocate1D<T>(Math.Max(length, 1));
        }

        return buffer.View.BaseView.SubView(0, length);
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => buffer?.Dispose();
}
