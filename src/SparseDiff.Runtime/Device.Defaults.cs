using SparseDiff.Cpu;
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
}
