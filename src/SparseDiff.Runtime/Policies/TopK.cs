using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>Keeps the k entries largest in magnitude, of each row or of the whole tensor: meProp (arXiv 1706.06197). Ties go to the lowest index.</summary>
/// <param name="budget">How many entries pass, which share of them, or which share of the energy.</param>
public sealed class TopK(Budget budget) : IBlockSelection, ICheckedSelection
{
    private const string Name = nameof(TopK);

    /// <summary>How many entries pass; may change at every step.</summary>
    public Budget Budget { get; set; } = budget;

    /// <summary>Which entries compete: those of each row, or of the whole tensor. Columns and examples have policies of their own.</summary>
    public SelectionScope Scope { get; set; } = SelectionScope.Row;

    void ICheckedSelection.Check(ReadOnlySpan<int> shape) => SettingCheck.OfEntries(Name, Budget, Scope, shape, BudgetKind.Energy);

    /// <inheritdoc/>
    public void Select(Tensor gradient, SparseRows into, ulong draw)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        Select(default(Identity), [gradient], gradient.Shape, gradient.Length, into);
    }

    /// <inheritdoc/>
    public void Select(SparseExamples gradient, SparseRows into, ulong draw) => ExampleBlock.Select(this, gradient, into, draw);

    /// <inheritdoc/>
    public void Select<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, SparseRows into, ulong draw)
        where TKernel : struct, IElementwise => Select(pull, inputs, shape, Shapes.Length(shape), into);

    void IBlockSelection.SelectBlock(SparseExamples gradient, SparseRows into, ulong draw) =>
        Select(default(Identity), [gradient.Values], gradient.Values.Shape, Shapes.Length(gradient.Shape), into);

    /// <param name="pull">Produces the gradient.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="shape">The shape of what exists of it.</param>
    /// <param name="entries">How many entries compete, those that do not exist among them.</param>
    /// <param name="into">What passes.</param>
    private void Select<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, int entries, SparseRows into)
        where TKernel : struct, IElementwise
    {
        KernelSet kernels = inputs[0].Device.Kernels;
        int width = shape.IsEmpty ? 1 : shape[^1];
        if (Scope == SelectionScope.Row && Budget.Kind == BudgetKind.Energy)
            kernels.SelectRowsByEnergy(Produced.Gradient(pull, inputs, shape), Budget.Checked(Name), into);
        else if (Scope == SelectionScope.Row)
            kernels.SelectRows(pull, inputs, shape, Budget.CountOf(Name, width, "of a row"), into);
        else if (Scope != SelectionScope.Tensor)
            throw SettingCheck.ScopeOf(Name, Scope);
        else if (Budget.Kind == BudgetKind.Energy)
            kernels.SelectTensorByEnergy(Produced.Gradient(pull, inputs, shape), Budget.Checked(Name), into);
        else
            kernels.SelectTensor(pull, inputs, shape, Math.Min(Budget.CountOf(Name, entries, "of the tensor"), Shapes.Length(shape)), into);
    }
}
