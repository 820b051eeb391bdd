namespace SparseDiff.Kernels;

/// <summary>A device whose numbers are doubles and whose kernels are naive: what everything else is checked against.</summary>
internal sealed class ReferenceDevice : Device, IKernelDevice
{
    /// <inheritdoc/>
    public override string Name => "reference";

    /// <inheritdoc/>
    public KernelSet Kernels { get; } = new ReferenceKernels();

    /// <inheritdoc/>
    public override Storage Allocate(int length) => new ReferenceStorage(this, length);

    /// <inheritdoc/>
    public override IndexStorage AllocateIndices(int length) => new HostIndexStorage(this, length);
}
