using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The rows of w that the indices name: a token's vector for every token.</summary>
    /// <param name="w">The table, [rows, ...].</param>
    /// <param name="indices">Rows of the table, of any shape.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>The indices' shape, then w's without its first dimension.</returns>
    /// <exception cref="ShapeException">w has no dimension.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is not a row of w.</exception>
    public static Tensor Embedding(Tensor w, Indices indices, Slot into = default) => Rows(nameof(Embedding), nameof(w), w, indices, into);

    /// <summary>dW += dY, in the rows that the indices name and no other.</summary>
    [VjpOf(nameof(Embedding), "w")]
    public static void EmbeddingVjpW(Tensor dY, Indices indices, RowGradient into) => dY.Device.Kernels.ScatterAddRows(dY, indices, into);

    /// <summary>dW += the selected entries of dY, in the rows that the indices name and no other.</summary>
    [VjpOf(nameof(Embedding), "w")]
    public static void EmbeddingVjpW(SparseRows dY, Indices indices, RowGradient into) => AddRows(dY, indices, into);

    /// <summary>dW += dY of the examples that it has, in the rows that their indices name.</summary>
    [VjpOf(nameof(Embedding), "w")]
    public static void EmbeddingVjpW(SparseExamples dY, Indices indices, RowGradient into) => AddRows(dY, indices, into);

    private static Tensor Rows(string operation, string name, Tensor table, Indices indices, Slot into)
    {
        if (table.Rank == 0)
            throw new ShapeException($"{operation}: {name} is {table.ShapeText}, which has no rows; it must be [rows, ...].");
        if (indices.Smallest < 0 || indices.Largest >= table.Shape[0])
        {
            int wrong = indices.Smallest < 0 ? indices.Smallest : indices.Largest;
            throw new ArgumentOutOfRangeException(
                nameof(indices), wrong, $"{operation}: an index is {wrong}, but {name} is {table.ShapeText}, which has rows 0 to {table.Shape[0] - 1}.");
        }

        Broadcasting.CheckDevice(operation, table, indices.Device);
        Span<int> shape = stackalloc int[indices.Shape.Length + table.Rank - 1];
        indices.Shape.CopyTo(shape);
        table.Shape[1..].CopyTo(shape[indices.Shape.Length..]);
        Tensor y = into.Take(table.Device, shape);
        table.Device.Kernels.GatherRows(table, indices, y);
        return y;
    }

    private static void AddRows(SparseRows dY, Indices indices, RowGradient into)
    {
        // Of a table with more than two dimensions a row of the gradient is only part of a row of the table.
        if (into.RowLength == dY.Columns)
            dY.Device.Kernels.ScatterAddRows(dY, indices, into);
        else
            dY.Device.Kernels.ScatterAddRows(dY.ToDense(), indices, into);
    }

    private static void AddRows(SparseExamples dY, Indices indices, RowGradient into)
    {
        KernelSet kernels = dY.Device.Kernels;
        // One index an example: finding their rows would cost more than adding zeros.
        if (indices.Shape.Length < 2 || dY.Pattern.IsAll)
        {
            kernels.ScatterAddRows(Slices.Dense(dY, Scratch.FirstOfBlocks), indices, into);
            return;
        }

        int[] examples = dY.Pattern.ToArray();
        for (int i = 0; i < examples.Length; i++)
        {
            Tensor values = dY.Values;
            int length = values.Length / examples.Length;
            kernels.ScatterAddRows(new Tensor(values.Storage, values.Offset + (i * length), values.Shape[1..]), indices.Row(examples[i]), into);
        }
    }
}
