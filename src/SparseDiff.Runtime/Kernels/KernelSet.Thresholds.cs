namespace SparseDiff.Kernels;

public abstract partial class KernelSet
{
    // --- thresholds: what policies ask that look for one, and selection by it -------------------------------------------------------

    /// <summary>Sums over all entries; waits for kernels that write them.</summary>
    public abstract GradientMoments Moments(Tensor x);

    /// <summary>How many entries are larger in magnitude than the threshold, or not a number; waits for kernels that write them.</summary>
    public abstract long CountAbove(Tensor x, float threshold);

    /// <summary>Keeps the entries that are larger in magnitude than the threshold, or not a number.</summary>
    /// <param name="x">The gradient.</param>
    /// <param name="threshold">At least 0.</param>
    /// <param name="into">The kernel chooses its layout.</param>
    public abstract void SelectAbove(Tensor x, float threshold, SparseRows into);

    /// <summary>
    /// A magnitude that the k largest entries of several tensors together reach and, ties apart, no others: that of the k-th, or, without ties, any between it
    /// and the next. Infinite when the k-th is not finite, as all such rank above the finite ones. Waits for kernels that write the entries.
    /// </summary>
    /// <param name="tensors">Tensors of any shapes.</param>
    /// <param name="k">1 … all entries.</param>
    /// <param name="ties">How many entries of exactly this magnitude are among the k; 0 when all of them are.</param>
    public virtual float MagnitudeCut(ReadOnlySpan<Tensor> tensors, long k, out long ties)
    {
        // Halving of the numbers as a float counts them. Invariant: at least k lie above low, fewer above high.
        long above = CountAbove(tensors, float.MaxValue);
        if (above >= k)
        {
            ties = above == k ? 0 : k;
            return float.PositiveInfinity;
        }

        int low = -1;
        int high = BitConverter.SingleToInt32Bits(float.MaxValue);
        long atLow = 0;
        foreach (Tensor tensor in tensors)
            atLow += tensor.Length;
        while (high - low > 1)
        {
            int middle = low + ((high - low) / 2);
            long found = CountAbove(tensors, BitConverter.Int32BitsToSingle(middle));
            if (found >= k)
                (low, atLow) = (middle, found);
            else
                (high, above) = (middle, found);
        }

        ties = atLow == k ? 0 : k - above;
        return BitConverter.Int32BitsToSingle(high);
    }

    private static long CountAbove(ReadOnlySpan<Tensor> tensors, float threshold)
    {
        long count = 0;
        foreach (Tensor tensor in tensors)
            count += tensor.Device.Kernels.CountAbove(tensor, threshold);
        return count;
    }
}
