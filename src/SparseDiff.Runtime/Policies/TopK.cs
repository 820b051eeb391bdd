using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>Keeps the k entries largest in magnitude, of each row or of the whole tensor: meProp (arXiv 1706.06197). Ties go to the lowest index.</summary>
/// <param name="budget">How many entries pass, which share of them, or which share of the energy.</param>
public sealed class TopK(Budget budget) : ISelection<SparseRows>
{
    private const string Name = nameof(TopK);

    /// <summary>How many entries pass; may change at every step.</summary>
    public Budget Budget { get; set; } = budget;

    /// <summary>Which entries compete: those of each row, or of the whole tensor. Columns and examples have policies of their own.</summary>
    public SelectionScope Scope { get; set; } = SelectionScope.Row;

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
        if (Scope == SelectionScope.Row && Budget.Kind == BudgetKind.Energy)
            RowBudget.SelectEnergy(Produced.Gradient(pull, inputs, shape), Budget.Checked(Name), into);
        else if (Scope == SelectionScope.Row)
            kernels.SelectRows(pull, inputs, shape, Budget.CountOf(Name, width, "of a row"), into);
        else if (Scope != SelectionScope.Tensor)
            throw new NotSupportedException("TopK: the scope must be Row or Tensor; columns and examples have policies of their own.");
        else if (Budget.Kind == BudgetKind.Energy)
            SelectEnergy(Produced.Gradient(pull, inputs, shape), into);
        else
            kernels.SelectTensor(pull, inputs, shape, Budget.CountOf(Name, Shapes.Length(shape), "of the tensor"), into);
    }

    private void SelectEnergy(Tensor gradient, SparseRows into)
    {
        int k = MagnitudeBudget.CountOfEnergy(gradient, Budget.Checked(Name));
        gradient.Device.Kernels.SelectTensor(default(Identity), [gradient], gradient.Shape, k, into);
    }
}
