using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>
/// Keeps the k columns (of the last dimension) with the largest norms over the batch: meProp's unified selection (arXiv
/// 1706.06197, section 3.2). Ties go to the lowest column; a column with a not-a-number ranks first.
/// </summary>
/// <param name="budget">How many columns pass, or which share.</param>
public sealed class TopKColumns(Budget budget) : ISelection<SparseColumns>
{
    /// <summary>How many columns pass; may change at every step.</summary>
    public Budget Budget { get; set; } = budget;

    /// <summary>The norm by which columns compete.</summary>
    public SliceNorm Norm { get; set; } = SliceNorm.L1;

    /// <summary>Whether the gradient of a bias is the sum of all columns, as meProp has it, not only of those that pass.</summary>
    public bool BiasFromAll { get; set; }

    /// <inheritdoc/>
    public void Select(Tensor gradient, SparseColumns into, ulong draw)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(into);
        Select(gradient, Budget, Norm, BiasFromAll, into);
    }

    internal static void Select(Tensor gradient, Budget budget, SliceNorm norm, bool biasFromAll, SparseColumns into)
    {
        KernelSet kernels = gradient.Device.Kernels;
        into.Begin(gradient.Shape, budget.CountOf("TopK", gradient.Columns, "of columns"));
        if (into.Pattern.Count > 0)
        {
            Tensor scores = Scratch.Take(gradient.Device, [gradient.Columns]);
            kernels.Norms(gradient, into.Axis, norm, scores);
            kernels.LargestOf(scores, into.Pattern.Count, into.Pattern);
            kernels.Gather(gradient, into.Axis, into.Pattern, into.Values);
        }

        if (biasFromAll)
            kernels.SumTo(gradient, into.BeginAllColumnSums(), scale: 1, accumulate: false);
    }
}
