using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>Keeps an unbiased sample of entries: entry g with probability p = min(1, |g| / τ), as g / p (Wangni et al., NeurIPS 2018).</summary>
/// <param name="budget">How many entries pass, which share of them, or how much variance the sample may add: to the whole gradient, or to each row.</param>
public sealed class SampledK(Budget budget) : ISelection<SparseRows>
{
    private const string Name = nameof(SampledK);

    /// <summary>How many entries pass; may change at every step.</summary>
    public Budget Budget { get; set; } = budget;

    /// <summary>Which entries compete: those of the whole tensor, or of each row. Columns and examples have policies of their own.</summary>
    public SelectionScope Scope { get; set; } = SelectionScope.Tensor;

    /// <summary>Equal seeds draw equally; each step draws anew.</summary>
    public int Seed { get; set; }

    /// <inheritdoc/>
    public void Select(Tensor gradient, SparseRows into, ulong draw)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        Select(default(Identity), [gradient], gradient.Shape, into, draw);
    }

    /// <inheritdoc/>
    public void Select<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, SparseRows into, ulong draw)
        where TKernel : struct, IElementwise
    {
        KernelSet kernels = inputs[0].Device.Kernels;
        int width = shape.IsEmpty ? 1 : shape[^1];
        ulong stream = CounterRandom.Bits((ulong)(uint)Seed, draw);
        if (Scope == SelectionScope.Row && Budget.Kind == BudgetKind.Variance)
            RowBudget.SampleVariance(Produced.Gradient(pull, inputs, shape), Budget, Name, stream, into);
        else if (Scope == SelectionScope.Row)
            kernels.SampleRows(pull, inputs, shape, Budget.CountOf(Name, width, "of a row"), stream, into);
        else if (Scope != SelectionScope.Tensor)
            throw new NotSupportedException("SampledK: the scope must be Row or Tensor; columns and examples have policies of their own.");
        else if (Budget.Kind == BudgetKind.Variance)
            SampleVariance(Produced.Gradient(pull, inputs, shape), Uniform(draw), into);
        else
            kernels.SampleTensor(pull, inputs, shape, Budget.CountOf(Name, Shapes.Length(shape), "of the tensor"), Uniform(draw), into);
    }

    private float Uniform(ulong draw) => CounterRandom.Uniform((ulong)(uint)Seed, draw);

    private void SampleVariance(Tensor gradient, float uniform, SparseRows into)
    {
        int k = MagnitudeBudget.CountOfVariance(gradient, Budget.Checked(Name));
        gradient.Device.Kernels.SampleTensor(default(Identity), [gradient], gradient.Shape, k, uniform, into);
    }
}
