namespace SparseDiff;

public sealed partial class Tensor
{
    private Tensor? matrix;

    /// <summary>The tensor seen as [Rows, Columns], itself when it is that already. The view is made once.</summary>
    internal Tensor AsMatrix()
    {
        if (Rank == 2)
            return this;
        if (matrix is null || !ReferenceEquals(matrix.Storage, Storage))
            matrix = new Tensor(Storage, Offset, [Rows, Columns]);
        return matrix;
    }
}
