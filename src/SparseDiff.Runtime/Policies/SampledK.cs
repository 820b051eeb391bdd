using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>Keeps an unbiased sample of entries: entry g with probability p = min(1, |g| / τ), as g / p (Wangni et al., NeurIPS 2018).</summary>
/// <param name="budget">How many entries pass, which share of them, or how much variance the sample may add: to the whole gradient, or to each row.</param>
public sealed class SampledK(Budget budget) : IBlockSelection, ICheckedSelection
{
    private const string Name = nameof(SampledK);

    /// <summary>How many entries pass; may change at every step.</summary>
    public Budget Budget { get; set; } = budget;

    /// <summary>Which entries compete: those of the whole tensor, or of each row. Columns and examples have policies of their own.</summary>
    public SelectionScope Scope { get; set; } = SelectionScope.Tensor;

    /// <summary>Equal seeds draw equally; each step draws anew.</summary>
    public int Seed { get; set; }

    /// <inheritdoc/>
    public bool IsUnbiased => true;

    void ICheckedSelection.Check(ReadOnlySpan<int> shape) => SettingCheck.OfEntries(Name, Budget, Scope, shape, BudgetKind.Variance);

    /// <inheritdoc/>
    public void Select(Tensor gradient, SparseRows into, ulong draw)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        Select(default(Identity), [gradient], gradient.Shape, into, draw);
    }

    /// <inheritdoc/>
    public void Select(SparseExamples gradient, SparseRows into, ulong draw) => ExampleBlock.Select(this, gradient, into, draw);

    /// <inheritdoc/>
    public void Select<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, SparseRows into, ulong draw)
        where TKernel : struct, IElementwise => Select(pull, inputs, shape, Shapes.Length(shape), Stream(draw), Uniform(draw), into);

    void IBlockSelection.SelectBlock(SparseExamples gradient, SparseRows into, ulong draw)
    {
        int rowsPerExample = Shapes.Length(gradient.Shape[1..^1]);
        var stream = new RowStream(Stream(draw), gradient.Pattern, rowsPerExample);
        Select(default(Identity), [gradient.Values], gradient.Values.Shape, Shapes.Length(gradient.Shape), stream, Uniform(draw), into);
    }

    private void Select<TKernel>(
        in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, int entries, RowStream stream, float uniform, SparseRows into)
        where TKernel : struct, IElementwise
    {
        KernelSet kernels = inputs[0].Device.Kernels;
        int width = shape.IsEmpty ? 1 : shape[^1];
        if (Scope == SelectionScope.Row && Budget.Kind == BudgetKind.Variance)
            kernels.SampleRowsByVariance(Produced.Gradient(pull, inputs, shape), Budget.Checked(Name), stream, into);
        else if (Scope == SelectionScope.Row)
            kernels.SampleRows(pull, inputs, shape, Budget.CountOf(Name, width, "of a row"), stream, into);
        else if (Scope != SelectionScope.Tensor)
            throw SettingCheck.ScopeOf(Name, Scope);
        else if (Budget.Kind == BudgetKind.Variance)
            kernels.SampleTensorByVariance(Produced.Gradient(pull, inputs, shape), Budget.Checked(Name), uniform, into);
        else
            kernels.SampleTensor(pull, inputs, shape, Math.Min(Budget.CountOf(Name, entries, "of the tensor"), Shapes.Length(shape)), uniform, into);
    }

    private ulong Stream(ulong draw) => CounterRandom.Bits((ulong)(uint)Seed, draw);

    private float Uniform(ulong draw) => CounterRandom.Uniform((ulong)(uint)Seed, draw);
}
