namespace SparseDiff.Kernels;

/// <summary>
/// Part of a sparse gradient and where it goes: in every period of rows so many rows from one on, and of them so many columns from one on.
/// </summary>
/// <param name="FromPeriod">Rows of a period of the source.</param>
/// <param name="FromRow">The first row of the part in each of its periods.</param>
/// <param name="IntoPeriod">Rows of a period of the target.</param>
/// <param name="IntoRow">Where the part begins in each of its periods.</param>
/// <param name="Rows">Rows of the part in each period.</param>
/// <param name="FromColumn">The first column of the part.</param>
/// <param name="IntoColumn">Where it goes.</param>
/// <param name="Columns">Columns of the part.</param>
public readonly record struct SparseBlock(
    int FromPeriod, int FromRow, int IntoPeriod, int IntoRow, int Rows, int FromColumn, int IntoColumn, int Columns)
{
    /// <summary>Positions along an axis of tensors of the same shape but for that axis.</summary>
    /// <param name="from">The source's shape.</param>
    /// <param name="into">The target's shape.</param>
    /// <param name="axis">The axis, counted from the front.</param>
    /// <param name="fromStart">The first position in the source.</param>
    /// <param name="intoStart">The first position in the target.</param>
    /// <param name="count">How many positions.</param>
    public static SparseBlock Along(ReadOnlySpan<int> from, ReadOnlySpan<int> into, int axis, int fromStart, int intoStart, int count)
    {
        if (axis == from.Length - 1)
            return new SparseBlock(1, 0, 1, 0, 1, fromStart, intoStart, count);
        int inner = Shapes.Length(from[(axis + 1)..^1]);
        return new SparseBlock(from[axis] * inner, fromStart * inner, into[axis] * inner, intoStart * inner, count * inner, 0, 0, from[^1]);
    }

    /// <summary>The source's row that goes to a row of the target; -1 when none does.</summary>
    public int SourceOf(int intoRow)
    {
        int row = (intoRow % IntoPeriod) - IntoRow;
        return (uint)row < (uint)Rows ? (intoRow / IntoPeriod * FromPeriod) + FromRow + row : -1;
    }
}
