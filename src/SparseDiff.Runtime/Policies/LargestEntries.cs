using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>
/// Where to cut the magnitudes of several tensors together so that the k largest entries lie above: what is larger than <see cref="Below"/>, but of
/// those of exactly the k-th magnitude only the first so many.
/// </summary>
/// <param name="Below">The largest magnitude that does not pass.</param>
/// <param name="Kth">Where there are ties, the k-th magnitude; infinite when that entry is not finite.</param>
/// <param name="Ties">How many entries of the k-th magnitude pass; 0 for all of them.</param>
internal readonly record struct LargestEntries(float Below, float Kth, long Ties)
{
    /// <summary>The cut for the k largest of all tensors' entries, exactly and without putting the tensors together. Zeros never pass.</summary>
    public static LargestEntries Of(ReadOnlySpan<Tensor> tensors, long k)
    {
        if (k == 0)
            return new LargestEntries(float.PositiveInfinity, float.PositiveInfinity, 0);
        float kth = tensors[0].Device.Kernels.MagnitudeCut(tensors, k, out long ties);
        return kth == 0 ? new LargestEntries(0, 0, 0) : new LargestEntries(MathF.BitDecrement(kth), kth, ties);
    }

    /// <summary>Of a tensor's entries of the k-th magnitude, in row-major order, those that come after the ones that pass.</summary>
    /// <param name="tensor">One of the tensors.</param>
    /// <param name="left">How many of the ties are left to the tensors from this one on; afterwards to those behind it.</param>
    /// <returns>Their places.</returns>
    public List<int> Surplus(Tensor tensor, ref long left)
    {
        List<int> surplus = [];
        float[] values = tensor.ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            float magnitude = float.IsFinite(values[i]) ? Math.Abs(values[i]) : float.PositiveInfinity;
            if (magnitude == Kth && left-- <= 0)
                surplus.Add(i);
        }

        left = Math.Max(0, left);
        return surplus;
    }
}
