using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>
/// The k entries largest in magnitude of several tensors together, exactly and without putting the tensors together: a threshold that a
/// few more than k entries exceed (the last step's, as gradients drift slowly), those packed, and the k-th among them.
/// </summary>
internal sealed class LargestEntries : IDisposable
{
    private const float Margin = 0.97f;
    private const int MaximalRounds = 64;
    private const int Slack = 1024;

    private readonly List<SparseRows> candidates = [];
    private float last;

    /// <summary>Where they are in each tensor, in row-major order and ascending. Ties go to the first tensor and lowest index; zeros are left out.</summary>
    public IReadOnlyList<int[]> Find(ReadOnlySpan<Tensor> tensors, int k)
    {
        float low = k == 0 ? float.PositiveInfinity : Below(tensors, k);
        var found = new List<(int[] Places, int[] Magnitudes)>();
        for (int i = 0; i < tensors.Length; i++)
        {
            while (candidates.Count <= i || !ReferenceEquals(candidates[i].Device, tensors[i].Device))
                candidates.Insert(i, new SparseRows(tensors[i].Device));
            tensors[i].Device.Kernels.SelectAbove(tensors[i], low, candidates[i]);
            found.Add(Entries(candidates[i]));
        }

        int[] all = [.. found.SelectMany(static tensor => tensor.Magnitudes)];
        if (all.Length <= k)
            return [.. found.Select(static tensor => tensor.Places)];
        Array.Sort(all);
        int threshold = k == 0 ? int.MaxValue : all[^k];
        last = BitConverter.Int32BitsToSingle(Math.Min(threshold, FiniteBits));
        int ties = k - all.Count(magnitude => magnitude > threshold);
        return [.. found.Select(tensor => tensor.Places.Where((_, i) =>
            tensor.Magnitudes[i] > threshold || (tensor.Magnitudes[i] == threshold && ties-- > 0)).ToArray())];
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        foreach (SparseRows rows in candidates)
            rows.Dispose();
        candidates.Clear();
    }

    private static int FiniteBits => BitConverter.SingleToInt32Bits(float.MaxValue);

    /// <summary>A threshold that at least k entries exceed, and not many more; 0 when no more than k entries are not zero.</summary>
    private float Below(ReadOnlySpan<Tensor> tensors, int k)
    {
        float low = 0; // Too many exceed it, as far as is known.
        float high = float.PositiveInfinity; // Too few exceed it.
        float threshold = last > 0 ? last * Margin : Guess(tensors, k);
        for (int round = 0; round < MaximalRounds && low < threshold && threshold < high; round++)
        {
            long count = 0;
            foreach (Tensor tensor in tensors)
                count += tensor.Device.Kernels.CountAbove(tensor, threshold);
            if (count >= k && count <= (2L * k) + Slack)
                return threshold;
            if (count < k)
                high = threshold;
            else
                low = threshold;
            threshold = float.IsPositiveInfinity(high) ? low * 1.5f : low == 0 ? high * 0.5f : (float)(((double)low + high) / 2);
        }

        return low;
    }

    /// <summary>Where the k-th would be if the entries were normally distributed.</summary>
    private static float Guess(ReadOnlySpan<Tensor> tensors, int k)
    {
        double squares = 0;
        long length = 0;
        foreach (Tensor tensor in tensors)
        {
            squares += tensor.Device.Kernels.Moments(tensor).SumOfSquares;
            length += tensor.Length;
        }

        return (float)(Margin * Math.Abs(NormalQuantile.Of((double)k / length / 2)) * Math.Sqrt(squares / length));
    }

    private static (int[] Places, int[] Magnitudes) Entries(SparseRows rows)
    {
        int[] places;
        float[] values;
        if (rows.Masked is { } masked)
        {
            float[] dense = masked.ToArray();
            places = [.. Enumerable.Range(0, dense.Length).Where(i => dense[i] != 0)];
            values = [.. places.Select(i => dense[i])];
        }
        else
        {
            places = new int[rows.Count];
            values = new float[rows.Count];
            EntrySelection.Places(rows, places);
            rows.Values.Read(0, values);
        }

        return (places, Array.ConvertAll(values, static value => Math.Min(BitConverter.SingleToInt32Bits(value) & int.MaxValue, FiniteBits + 1)));
    }
}
