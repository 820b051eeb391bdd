namespace SparseDiff.Kernels;

public abstract partial class KernelSet
{
    // --- thresholds: what policies ask that look for one, and selection by it -------------------------------------------------------

    /// <summary>Sums over all entries; waits for kernels that write them.</summary>
    public abstract GradientMoments Moments(Tensor x);

    /// <summary>How many entries are larger in magnitude than the threshold, or not a number; waits for kernels that write them.</summary>
    public abstract long CountAbove(Tensor x, float threshold);

    /// <summary>Counts and sums by magnitude; waits for kernels that write the entries.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="into">[<see cref="MagnitudeBucket.Buckets"/> + 1].</param>
    public abstract void Histogram(Tensor x, Span<MagnitudeBucket> into);

    /// <summary>Keeps the entries that are larger in magnitude than the threshold, or not a number.</summary>
    /// <param name="x">The gradient.</param>
    /// <param name="threshold">At least 0.</param>
    /// <param name="into">The kernel chooses its layout.</param>
    public abstract void SelectAbove(Tensor x, float threshold, SparseRows into);
}
