using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>
/// A selection policy: which part of a gradient passes a sparsity point. Implement this one interface to write your own, hold an
/// object of it in a member of the model, and name it in a body: <c>Sparsify.By(z, Policy)</c>.
/// </summary>
/// <typeparam name="TGradient">
/// The format that it makes: <see cref="SparseRows"/>, <see cref="SparseColumns"/> or <see cref="SparseExamples"/>. It is the static
/// type of the gradient from the point on.
/// </typeparam>
public interface ISelection<TGradient>
    where TGradient : class
{
    /// <summary>Writes what passes of a gradient that exists.</summary>
    /// <param name="gradient">The whole gradient.</param>
    /// <param name="into">What passes; the policy begins it with the gradient's shape.</param>
    /// <param name="draw">The point's sequence of numbers: another one at every step and point, the same in every run. For random choices.</param>
    void Select(Tensor gradient, TGradient into, ulong draw);

    /// <summary>
    /// Whether what passes is the gradient on average, as it is larger than what was there. What such a policy drops of a parameter's gradient is not kept
    /// for the next step: it would count twice.
    /// </summary>
    bool IsUnbiased => false;

    /// <summary>
    /// Whether zeros mean nothing to the policy: the same passes of some examples as if examples of zeros were among them. So it is with a limit for
    /// magnitudes or norms, or for each row by itself; a share, a mean or a place is one of all. Then nothing is made dense behind a point of examples.
    /// </summary>
    bool IgnoresZeros => false;

    /// <summary>
    /// Writes what passes of a gradient of which only some examples exist, as after another point. By default it is made dense first, or, when the policy
    /// <see cref="IgnoresZeros"/>, is given to it without the others: what passes is put where those examples are among all.
    /// </summary>
    /// <param name="gradient">The gradient.</param>
    /// <param name="into">What passes.</param>
    /// <param name="draw">As above.</param>
    void Select(SparseExamples gradient, TGradient into, ulong draw) => ExampleBlock.SelectAny(this, gradient, into, draw);

    /// <summary>Produces the gradient element by element and writes what passes; by default the whole gradient is produced first.</summary>
    /// <param name="pull">Produces the gradient (one output).</param>
    /// <param name="inputs">Its inputs, which broadcast to the shape.</param>
    /// <param name="shape">The gradient's shape.</param>
    /// <param name="into">What passes.</param>
    /// <param name="draw">As above.</param>
    void Select<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, TGradient into, ulong draw)
        where TKernel : struct, IElementwise => Select(Produced.Gradient(pull, inputs, shape), into, draw);
}
