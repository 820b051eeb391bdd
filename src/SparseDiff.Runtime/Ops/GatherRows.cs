using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The rows of x that the indices name, in their order; a row may occur several times.</summary>
    /// <param name="x">[rows, ...].</param>
    /// <param name="indices">Rows of x, of any shape.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>The indices' shape, then x's without its first dimension.</returns>
    /// <exception cref="ShapeException">x has no dimension.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is not a row of x.</exception>
    public static Tensor GatherRows(Tensor x, Indices indices, Slot into = default) => Rows(nameof(GatherRows), nameof(x), x, indices, into);

    /// <summary>dX += dY, in the rows that the indices name.</summary>
    [VjpOf(nameof(GatherRows), "x")]
    public static void GatherRowsVjp(Tensor dY, Indices indices, RowGradient into) => dY.Device.Kernels.ScatterAddRows(dY, indices, into);

    /// <summary>dX += the selected entries of dY, in the rows that the indices name.</summary>
    [VjpOf(nameof(GatherRows), "x")]
    public static void GatherRowsVjp(SparseRows dY, Indices indices, RowGradient into) => AddRows(dY, indices, into);

    /// <summary>dX += dY of the examples that it has, in the rows that their indices name.</summary>
    [VjpOf(nameof(GatherRows), "x")]
    public static void GatherRowsVjp(SparseExamples dY, Indices indices, RowGradient into) => AddRows(dY, indices, into);
}
