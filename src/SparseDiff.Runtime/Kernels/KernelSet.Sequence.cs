namespace SparseDiff.Kernels;

// What recurrent networks and transformers need beyond products and element-wise kernels.
public abstract partial class KernelSet
{
    /// <summary>
    /// Runs an element-wise kernel over windows: entry j of row r of every output comes from entry j of row r of every input. An output
    /// may be the same window as an input, but must not overlap one in another way.
    /// </summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="inputs">As many as the kernel reads.</param>
    /// <param name="outputs">As many as it writes.</param>
    /// <param name="rows">The rows of each window.</param>
    /// <param name="width">The entries of each row.</param>
    public abstract void ElementwiseWindows<TKernel>(
        in TKernel kernel, ReadOnlySpan<Window> inputs, ReadOnlySpan<Window> outputs, int rows, int width)
        where TKernel : struct, IElementwise;

    /// <summary>
    /// Normalizes each row of x [rows, columns]: into = (x - μ) / √(σ² + ε) · weight + bias with the row's mean and variance when
    /// <paramref name="centred"/>, else x / √(mean of x² + ε) · weight.
    /// </summary>
    /// <param name="x">[rows, columns].</param>
    /// <param name="weight">[columns]; null for 1.</param>
    /// <param name="bias">[columns]; null for 0.</param>
    /// <param name="centred">Layer norm, else root-mean-square norm.</param>
    /// <param name="epsilon">Keeps the root away from 0.</param>
    /// <param name="into">[rows, columns].</param>
    public abstract void Normalize(Tensor x, Tensor? weight, Tensor? bias, bool centred, float epsilon, Tensor into);

    /// <summary>The gradient of the input of <see cref="Normalize"/>. <paramref name="into"/> may be <paramref name="dY"/>.</summary>
    public abstract void NormalizeVjp(Tensor x, Tensor? weight, Tensor dY, bool centred, float epsilon, Tensor into);

    /// <summary>into += Σ over rows of dY · the normalized x: the gradient of the weight of <see cref="Normalize"/>, [columns].</summary>
    public abstract void NormalizeVjpWeight(Tensor x, Tensor dY, bool centred, float epsilon, RowGradient into);

    /// <summary>into[i] = table[rows[i]]: rows along the first dimension.</summary>
    /// <param name="table">[n, …].</param>
    /// <param name="rows">Each 0 … n - 1.</param>
    /// <param name="into">[rows' count, …], of any shape of that length.</param>
    public abstract void GatherRows(Tensor table, Indices rows, Tensor into);

    /// <summary>into[rows[i]] += dY[i]; touches exactly the rows that occur.</summary>
    public abstract void ScatterAddRows(Tensor dY, Indices rows, RowGradient into);

    /// <summary>The same for a sparse gradient whose last dimension is a row of <paramref name="into"/>.</summary>
    public abstract void ScatterAddRows(SparseRows dY, Indices rows, RowGradient into);

    /// <summary>Scaled dot-product attention, for each example and head: into = softmax(scale · q · kᵀ) · v.</summary>
    public abstract void Attention(in AttentionShape shape, in HeadWindow q, in HeadWindow k, in HeadWindow v, in HeadWindow into);

    /// <summary>The gradients of queries, keys and values; each is overwritten, and not computed where it is null. The softmax is computed again.</summary>
    public abstract void AttentionVjp(
        in AttentionShape shape, in HeadWindow q, in HeadWindow k, in HeadWindow v, in HeadWindow dY, HeadWindow? dQ, HeadWindow? dK, HeadWindow? dV);

    /// <summary>
    /// into[i] = x[i] / (1 - rate) where entry i survives, else 0. Whether it does depends on i, the seed and the step only
    /// (<see cref="CounterRandom.Survives"/>). <paramref name="into"/> may be <paramref name="x"/>.
    /// </summary>
    public abstract void Dropout(Tensor x, float rate, ulong key, Tensor into);

    /// <summary>The same at the entries that a sparse gradient has; the result has the same selection.</summary>
    public abstract void Dropout(SparseRows dY, float rate, ulong key, SparseRows into);
}
