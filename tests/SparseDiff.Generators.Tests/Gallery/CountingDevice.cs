using SparseDiff.Kernels;

namespace SparseDiff.Generators.Tests.Gallery;

/// <summary>The reference device with a log: which kernels ran, how large a dense tensor each wrote, how many operations products took.</summary>
internal sealed class CountingDevice : Device, IKernelDevice
{
    public CountingDevice() => Kernels = new CountingKernels(this);

    public override string Name => "counting";

    public KernelSet Kernels { get; }

    /// <summary>The kernels since the last <see cref="Clear"/>, in order.</summary>
    public List<KernelRun> Runs { get; } = [];

    /// <summary>The lengths of the storages allocated since then.</summary>
    public List<int> Allocations { get; } = [];

    public override Storage Allocate(int length)
    {
        Allocations.Add(length);
        return new ReferenceStorage(this, length);
    }

    public override IndexStorage AllocateIndices(int length) => new HostIndexStorage(this, length);

    public void Clear()
    {
        Runs.Clear();
        Allocations.Clear();
    }
}

/// <summary>One run of a kernel.</summary>
/// <param name="Kernel">Its name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Written">How many numbers it wrote to a dense tensor.</param>
/// <param name="Operations">Multiplications and additions of a product.</param>
internal sealed record KernelRun(string Kernel, KernelKind Kind, int Written, long Operations);

internal enum KernelKind
{
    Dense,
    Product,
    Selection,
}
