namespace SparseDiff.Kernels;

// Selection in rows by what each row is worth: how many entries pass differs from row to row.
public abstract partial class KernelSet
{
    /// <summary>
    /// Keeps in each row the fewest of the largest entries whose squares add up to a share of the row's; ties by lowest column. What is not
    /// finite passes beside them and has no energy; of a row that is not zero at least one entry passes, of zeros none.
    /// </summary>
    /// <param name="gradient">The gradient; its rows are along the last dimension.</param>
    /// <param name="share">In [0, 1]; 1 lets everything pass that is not zero.</param>
    /// <param name="into">The kernel chooses its layout.</param>
    public abstract void SelectRowsByEnergy(Tensor gradient, double share, SparseRows into);

    /// <summary>
    /// The sample of <see cref="SampleRows"/>, with the threshold τ of each row such that the sample adds a variance relative to the row's energy:
    /// the sum of |g| τ - g² over the entries below τ is <paramref name="variance"/> · Σ g².
    /// </summary>
    /// <param name="gradient">The gradient; its rows are along the last dimension.</param>
    /// <param name="variance">At least 0; with 0 everything passes.</param>
    /// <param name="stream">The rows' random numbers.</param>
    /// <param name="into">The kernel chooses its layout.</param>
    public abstract void SampleRowsByVariance(Tensor gradient, double variance, RowStream stream, SparseRows into);
}
