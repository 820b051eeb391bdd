namespace SparseDiff.Kernels;

/// <summary>
/// The narrow waist: the primitives in which every operation, rule, selection and optimizer is written. A device implements
/// these and nothing else.
/// </summary>
/// <remarks>
/// Operations check shapes and devices before they call; kernels only assert. <c>into</c> is overwritten unless a kernel says
/// that it adds. A <see cref="RowGradient"/> is always added to, through <see cref="RowGradient.Touch"/> or
/// <see cref="RowGradient.TouchAll"/>. The naive reference (<see cref="ReferenceKernels"/>) defines what each one means.
/// </remarks>
public abstract partial class KernelSet
{
    // --- dense -----------------------------------------------------------------------------------------------------------

    /// <summary>Sets every entry to <paramref name="value"/>.</summary>
    public abstract void Fill(Tensor into, float value);

    /// <summary>Copies entry by entry; the lengths are equal, the shapes need not be.</summary>
    public abstract void Copy(Tensor from, Tensor into);

    /// <summary>
    /// into = op(a) · op(b) + bias (or += when <paramref name="accumulate"/>), for each matrix of the leading dimensions.
    /// </summary>
    /// <param name="a">[…, M, K], or [.., K, M] when transposed. Its leading dimensions broadcast to those of <paramref name="into"/>.</param>
    /// <param name="transposeA">Whether op(a) is the transpose.</param>
    /// <param name="b">[…, K, N], or [.., N, K] when transposed. Its leading dimensions broadcast to those of <paramref name="into"/>.</param>
    /// <param name="transposeB">Whether op(b) is the transpose.</param>
    /// <param name="bias">[N], added to every row; or null.</param>
    /// <param name="into">[…, M, N].</param>
    /// <param name="accumulate">Whether to add to <paramref name="into"/>.</param>
    public abstract void MatMul(Tensor a, bool transposeA, Tensor b, bool transposeB, Tensor? bias, Tensor into, bool accumulate);

    /// <summary>into += dYᵀ · x: what a linear layer adds to the gradient of its weights.</summary>
    /// <param name="dY">[B, N].</param>
    /// <param name="x">[B, K].</param>
    /// <param name="into">Of a parameter [N, K].</param>
    public virtual void TransposedTimesDense(Tensor dY, Tensor x, RowGradient into)
    {
        bool accumulate = into.TouchAll();
        MatMul(dY, transposeA: true, x, transposeB: false, bias: null, into.Buffer, accumulate);
    }

    /// <summary>Runs an element-wise kernel. Inputs broadcast to the outputs' shape, which is the same for all outputs.</summary>
    public abstract void Elementwise<TKernel>(in TKernel kernel, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
        where TKernel : struct, IElementwise;

    /// <summary>into (or +=) = scale · x summed over the dimensions in which <paramref name="into"/>, aligned at the last, is 1 or absent.</summary>
    public abstract void SumTo(Tensor x, Tensor into, float scale, bool accumulate);

    /// <summary>into = scale · x, broadcast.</summary>
    public abstract void BroadcastTo(Tensor x, Tensor into, float scale);

    /// <summary>into[i₀, i₁, …] = x with into's axis d being x's axis <paramref name="axes"/>[d].</summary>
    public abstract void Permute(Tensor x, ReadOnlySpan<int> axes, Tensor into);

    /// <summary>Softmax, or its logarithm, along an axis. <paramref name="into"/> may be <paramref name="x"/>.</summary>
    public abstract void Softmax(Tensor x, int axis, bool logarithm, Tensor into);

    /// <summary>The gradient of softmax (or of its logarithm) from its result y and the result's gradient. <paramref name="into"/> may be <paramref name="dY"/>.</summary>
    public abstract void SoftmaxVjp(Tensor y, Tensor dY, int axis, bool logarithm, Tensor into);

    /// <summary>loss = mean over counted rows of Σ target · (log Σ e^logits - logits), with the targets of <see cref="LabelTargets"/>. Logits [rows, classes], loss [].</summary>
    public abstract void CrossEntropy(Tensor logits, Labels labels, in LabelTargets targets, Tensor loss);

    /// <summary>into = dLoss / counted rows · (softmax(logits) - target); 0 in the other rows. dLoss [].</summary>
    public abstract void CrossEntropyVjp(Tensor logits, Labels labels, in LabelTargets targets, Tensor dLoss, Tensor into);

    // --- selection: produce the gradient element by element, and keep part of it --------------------------------------------

    /// <summary>Keeps in each row the k entries largest in magnitude; ties by lowest column; not-a-number and infinity rank first.</summary>
    /// <param name="pull">Produces the gradient, of shape <paramref name="shape"/>, from the inputs (one output).</param>
    /// <param name="inputs">Tensors that broadcast to the shape.</param>
    /// <param name="shape">The gradient's shape.</param>
    /// <param name="k">1 … last dimension.</param>
    /// <param name="into">The kernel chooses its layout; with k equal to the width it holds everything, masked.</param>
    public abstract void SelectRows<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, int k, SparseRows into)
        where TKernel : struct, IElementwise;

    /// <summary>Keeps the k entries largest in magnitude of the whole tensor; ties by lowest index; not-a-number and infinity rank first.</summary>
    /// <inheritdoc cref="SelectRows"/>
    public abstract void SelectTensor<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, int k, SparseRows into)
        where TKernel : struct, IElementwise;

    /// <summary>
    /// Magnitude sampling over the whole tensor, unbiased: entry j passes with probability p_j = min(1, |g_j| / τ) as g_j / p_j,
    /// with τ such that Σ p_j = k; systematic sampling with one uniform number, so k entries ± 1 pass.
    /// </summary>
    /// <param name="pull">Produces the gradient, of shape <paramref name="shape"/>, from the inputs (one output).</param>
    /// <param name="inputs">Tensors that broadcast to the shape.</param>
    /// <param name="shape">The gradient's shape.</param>
    /// <param name="k">1 … entries. When no more than k entries are not zero, all of them pass as they are.</param>
    /// <param name="uniform">The number in [0, 1): keep j when ⌊c_j + u⌋ > ⌊c_(j-1) + u⌋ for the running sum c of p.</param>
    /// <param name="into">The kernel chooses its layout.</param>
    public abstract void SampleTensor<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, int k, float uniform, SparseRows into)
        where TKernel : struct, IElementwise;

    /// <summary>The same for each row of the last dimension: k entries, give or take one, of every row.</summary>
    /// <param name="pull">Produces the gradient, of shape <paramref name="shape"/>, from the inputs (one output).</param>
    /// <param name="inputs">Tensors that broadcast to the shape.</param>
    /// <param name="shape">The gradient's shape.</param>
    /// <param name="k">1 … last dimension.</param>
    /// <param name="stream">The rows' random numbers.</param>
    /// <param name="into">The kernel chooses its layout.</param>
    public abstract void SampleRows<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, int k, RowStream stream, SparseRows into)
        where TKernel : struct, IElementwise;

    // --- sparse --------------------------------------------------------------------------------------------------------------

    /// <summary>Writes the gradient as a dense tensor.</summary>
    public abstract void Densify(SparseRows sparse, Tensor into);

    /// <summary>into = s · w: [rows, N] · [N, K] → [rows, K].</summary>
    public abstract void SparseTimesDense(SparseRows s, Tensor w, Tensor into);

    /// <summary>into += sᵀ · x: [rows, N]ᵀ · [rows, K] → rows of an [N, K] gradient.</summary>
    public abstract void SparseTransposedTimesDense(SparseRows s, Tensor x, RowGradient into);

    /// <summary>into += the sums over all rows of s: the gradient of a bias, [N].</summary>
    public abstract void SparseColumnSums(SparseRows s, RowGradient into);

    /// <summary>
    /// Runs an element-wise kernel, linear in its input 0, at the entries that <paramref name="dY"/> has. Input 0 is dY; the others
    /// are dense tensors that broadcast to dY's shape. The outputs get dY's selection.
    /// </summary>
    public abstract void SparseElementwise<TKernel>(in TKernel kernel, SparseRows dY, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<SparseRows> outputs)
        where TKernel : struct, IElementwise;

    /// <summary>into = a + b: the union of the two selections (the same one when a and b share it).</summary>
    public abstract void AddSparse(SparseRows a, SparseRows b, SparseRows into);

    /// <summary>into = the same entries under another shape of the same length: rows of other columns.</summary>
    public abstract void SparseReshape(SparseRows s, ReadOnlySpan<int> shape, SparseRows into);

    /// <summary>into += s, entry by entry.</summary>
    public abstract void AddTo(SparseRows s, Tensor into);

    // --- optimizers: over all rows, or over the rows that the gradient touched -----------------------------------------------

    /// <summary>One step of gradient descent (see <see cref="SgdStep"/>) on every row, or on the touched rows only.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="momentum">The momentum buffer, or null when there is no momentum.</param>
    /// <param name="step">The constants of the step.</param>
    /// <param name="touchedOnly">Whether rows without gradient stay as they are.</param>
    public abstract void Sgd(Tensor parameter, RowGradient gradient, Tensor? momentum, in SgdStep step, bool touchedOnly);

    /// <summary>
    /// One step of Adam or AdamW (see <see cref="AdamStep"/>) on every row, or on the touched rows only. A moment below the smallest normal number may become zero.
    /// </summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="first">The running mean of the gradient.</param>
    /// <param name="second">The running mean of its square.</param>
    /// <param name="step">The constants of the step.</param>
    /// <param name="touchedOnly">Whether rows without gradient stay as they are.</param>
    public abstract void Adam(Tensor parameter, RowGradient gradient, Tensor first, Tensor second, in AdamStep step, bool touchedOnly);
}
