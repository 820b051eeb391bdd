namespace SparseDiff.Kernels;

/// <summary>A device that runs kernels.</summary>
public interface IKernelDevice
{
    /// <summary>The device's kernels.</summary>
    KernelSet Kernels { get; }
}
