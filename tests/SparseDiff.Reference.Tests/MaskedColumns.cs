namespace SparseDiff.Tests.Reference;

/// <summary>Unified columns by the definition, entry by entry: the three columns with the largest Σ |g| over the batch.</summary>
public sealed class MaskedColumns : ISelection<SparseRows>
{
    public const int K = 3;

    public void Select(Tensor gradient, SparseRows into, ulong draw)
    {
        float[] values = gradient.ToArray();
        int width = gradient.Columns;
        HashSet<int> columns = [.. Enumerable.Range(0, width).OrderByDescending(column => Enumerable.Range(0, values.Length / width).Sum(row => Math.Abs((double)values[(row * width) + column]))).Take(K)];
        EntrySelection.Keep(gradient, [.. Enumerable.Range(0, values.Length).Where(i => columns.Contains(i % width))], 1, into);
    }
}
