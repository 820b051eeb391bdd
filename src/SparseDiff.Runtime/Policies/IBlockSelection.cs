namespace SparseDiff;

/// <summary>A policy of entries that can select from the examples of a gradient that exist, as if the others were there as zeros.</summary>
internal interface IBlockSelection : ISelection<SparseRows>
{
    /// <summary>Writes what passes of a block of examples. Counts and ratios are of all examples' entries, and so are draws.</summary>
    /// <param name="gradient">The gradient, of at least two dimensions; some of its examples exist, and not all.</param>
    /// <param name="into">What passes, in the shape of <see cref="SparseSlices.Values"/>.</param>
    /// <param name="draw">The point's sequence of numbers.</param>
    void SelectBlock(SparseExamples gradient, SparseRows into, ulong draw);
}
