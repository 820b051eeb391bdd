using SparseDiff.Cpu;
using SparseDiff.Gpu;
using SparseDiff.Kernels;

namespace SparseDiff;

// The composition root: the one place that knows every device. It stands above all folders.
public abstract partial class Device
{
    private static readonly Lazy<Device> HostDevice = new(() => new CpuDevice());
    private static readonly Lazy<Device> DoubleDevice = new(() => new ReferenceDevice());

    /// <summary>The host's processor.</summary>
    public static Device Cpu => HostDevice.Value;

    /// <summary>The naive reference, which stores and computes in double precision: for gradient checks, and as the oracle of kernel tests.</summary>
    public static Device Reference => DoubleDevice.Value;

    /// <summary>Whether <see cref="Gpu"/> finds a device.</summary>
    public static bool IsGpuAvailable => GpuDevices.IsAvailable;

    /// <summary>The GPU kernels on the host's processor, thread by thread: slow, for tests and for machines without a GPU.</summary>
    public static Device GpuEmulator => GpuDevices.Emulator();

    /// <summary>A GPU: the CUDA devices are numbered first, then OpenCL's. Every call gives the same object.</summary>
    /// <exception cref="InvalidOperationException">There is no such GPU; the message says what was looked for.</exception>
    public static Device Gpu(int index = 0) => GpuDevices.At(index);
}
