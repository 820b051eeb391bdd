using ILGPU;
using SparseDiff.Kernels;

namespace SparseDiff.Gpu;

/// <summary>The waist on a GPU: every primitive as one or a few launches of hand-written kernels, on the device's one queue.</summary>
/// <remarks>
/// One file for each group: Dense, Elementwise, Rows, Convolution, Selection, Sampling, Sparse, Optimizers. A kernel is compiled when it is
/// first launched. What passes between the launches of one primitive is scratch memory of the device; the lock keeps two
/// threads' primitives apart.
/// </remarks>
internal sealed partial class GpuKernels(GpuDevice device) : KernelSet, IDisposable
{
    private readonly Lock scratchGate = new();
    private readonly GpuScratch<float> produced = new(device);
    private readonly GpuScratch<int> marks = new(device);
    private readonly GpuScratch<int> rowCounts = new(device);
    private readonly GpuScratch<long> rowMarks = new(device);
    private readonly GpuScratch<double> rowSums = new(device);
    private readonly GpuScratch<Threshold> thresholds = new(device);
    private readonly GpuScratch<DigitCounts> digits = new(device);
    private readonly GpuScratch<SmallAndLarge> parts = new(device);
    private readonly GpuScratch<int> listedRows = new(device);
    private readonly GpuScratch<float> scores = new(device);
    private readonly GpuScratch<float> slopes = new(device);
    private readonly GpuScratch<float>[] windows = Enumerable.Range(0, IElementwise.MaximalOutputs).Select(_ => new GpuScratch<float>(device)).ToArray();
    private readonly GpuScratch<float>[] broadcast = Enumerable.Range(0, IElementwise.MaximalInputs).Select(_ => new GpuScratch<float>(device)).ToArray();

    /// <summary>Gives the scratch memory back.</summary>
    public void Dispose()
    {
        foreach (IDisposable scratch in (IDisposable[])[produced, marks, rowCounts, rowMarks, rowSums, thresholds, digits, parts, listedRows, scores, slopes, .. windows, .. broadcast])
            scratch.Dispose();
    }

    private static ArrayView<float> View(Tensor tensor) => View(tensor.Storage, tensor.Offset, tensor.Length);

    private static ArrayView<float> View(Storage storage, int offset, int length) => ((GpuStorage)storage).View(offset, length);

    private static ArrayView<int> View(IndexStorage storage, int length) => ((GpuIndexStorage)storage).View(0, length);
}
