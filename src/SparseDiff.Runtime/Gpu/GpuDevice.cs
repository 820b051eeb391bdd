using ILGPU;
using ILGPU.Runtime;
using SparseDiff.Kernels;

namespace SparseDiff.Gpu;

/// <summary>A GPU (or ILGPU's emulation of one): memory that only kernels see, one queue of kernels in the order they were asked for.</summary>
internal sealed class GpuDevice : Device, IKernelDevice, IDisposable
{
    private readonly GpuKernels kernels;

    internal GpuDevice(string name, Accelerator accelerator)
    {
        Name = name;
        Accelerator = accelerator;
        GroupSize = 1;
        while (GroupSize * 2 <= Math.Min(Groups.MaximalSize, accelerator.MaxNumThreadsPerGroup))
            GroupSize *= 2;

        // Enough groups to fill the device several times over; loops with the stride of the grid do the rest.
        MaximalGroups = accelerator.NumMultiprocessors * 16;
        kernels = new GpuKernels(this);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public KernelSet Kernels => kernels;

    /// <summary>ILGPU's device.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>The largest number of threads in a group: a power of two, at most <see cref="Groups.MaximalSize"/>.</summary>
    public int GroupSize { get; }

    /// <summary>The largest number of groups of a launch.</summary>
    public int MaximalGroups { get; }

    /// <inheritdoc/>
    public override Storage Allocate(int length) => new GpuStorage(this, length);

    /// <inheritdoc/>
    public override IndexStorage AllocateIndices(int length) => new GpuIndexStorage(this, length);

    /// <inheritdoc/>
    public override void Synchronize() => Accelerator.Synchronize();

    /// <summary>A launch with one thread for each of <paramref name="length"/> entries, or fewer that take several.</summary>
    public KernelConfig PerEntry(int length) => Launch((length + GroupSize - 1) / GroupSize, GroupSize);

    /// <summary>A launch with one group for each of <paramref name="lines"/> lines, or fewer that take several.</summary>
    /// <param name="lines">How many lines there are.</param>
    /// <param name="length">How long a line is: a short one needs few threads.</param>
    public KernelConfig PerLine(int lines, int length)
    {
        int size = Math.Min(32, GroupSize);
        while (size < length && size < GroupSize)
            size *= 2;
        return Launch(lines, size);
    }

    /// <summary>A launch of a single group.</summary>
    public KernelConfig OneGroup() => Launch(1, GroupSize);

    /// <summary>A launch of square groups, one for each of <paramref name="tiles"/> tiles or fewer that take several.</summary>
    public KernelConfig PerTile(int tiles, int side)
    {
        Accelerator.Bind();
        return new KernelConfig(new Index3D(Math.Min(tiles, MaximalGroups), 1, 1), new Index3D(side, side, 1));
    }

    /// <summary>Closes the device; its memory is gone.</summary>
    public void Dispose()
    {
        kernels.Dispose();
        Accelerator.Dispose();
    }

    // Drivers keep the current device per thread; binding is a look at a thread-static field when nothing changed.
    private KernelConfig Launch(int groups, int size)
    {
        Accelerator.Bind();
        return new KernelConfig(Math.Min(groups, MaximalGroups), size);
    }
}
