namespace SparseDiff.Kernels;

/// <summary>The way from a device to its kernels.</summary>
public static class KernelDevices
{
    extension(Device device)
    {
        /// <summary>The device's kernels.</summary>
        /// <exception cref="NotSupportedException">The device stores tensors but runs nothing.</exception>
        public KernelSet Kernels => device is IKernelDevice kernels
            ? kernels.Kernels
            : throw new NotSupportedException($"The device {device.Name} has no kernels.");
    }
}
