namespace SparseDiff.Kernels;

// Selection by what the entries are worth: how many pass differs from row to row, and from tensor to tensor.
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

    /// <summary>
    /// How many of the largest entries of several tensors together have squares that add up to a share of all: the fewest. What is not finite counts beside
    /// them and has no energy. At least 1 where there is an entry. Waits for kernels that write the entries.
    /// </summary>
    /// <param name="tensors">Tensors of any shapes.</param>
    /// <param name="share">In [0, 1]; with 1 everything counts that is not zero.</param>
    public abstract long CountOfEnergy(ReadOnlySpan<Tensor> tensors, double share);

    /// <summary>Keeps so many of the largest entries of the whole tensor as <see cref="CountOfEnergy"/> says; ties by lowest index.</summary>
    /// <param name="gradient">The gradient.</param>
    /// <param name="share">In [0, 1].</param>
    /// <param name="into">The kernel chooses its layout.</param>
    public virtual void SelectTensorByEnergy(Tensor gradient, double share, SparseRows into) =>
        SelectTensor(default(Identity), [gradient], gradient.Shape, (int)CountOfEnergy([gradient], share), into);

    /// <summary>The sample of <see cref="SampleTensor"/>, with the threshold τ that adds a variance, as in <see cref="SampleRowsByVariance"/> but for the whole tensor.</summary>
    /// <param name="gradient">The gradient.</param>
    /// <param name="variance">At least 0; with 0 everything passes.</param>
    /// <param name="uniform">In [0, 1).</param>
    /// <param name="into">The kernel chooses its layout.</param>
    public abstract void SampleTensorByVariance(Tensor gradient, double variance, float uniform, SparseRows into);
}
