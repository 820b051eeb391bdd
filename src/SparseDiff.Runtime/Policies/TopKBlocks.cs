using System.Buffers;
using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>
/// Keeps the k blocks with the largest norms: contiguous stretches of so many entries of the whole tensor, in row-major order; the last may be
/// shorter. Indices are runs, which cost a kernel less than scattered ones. Ties go to the first block; a block with a not-a-number ranks first.
/// </summary>
/// <param name="budget">How many blocks pass, which share of them, or which share of the energy.</param>
/// <param name="size">Entries of a block, at least 1; where a row of the gradient is a multiple of it, no block crosses rows.</param>
public sealed class TopKBlocks(Budget budget, int size) : IBlockSelection, ICheckedSelection
{
    private const string Name = nameof(TopKBlocks);

    /// <summary>How many blocks pass; may change at every step.</summary>
    public Budget Budget { get; set; } = budget;

    /// <summary>Entries of a block; may change at every step.</summary>
    public int Size { get; set; } = size;

    /// <summary>The norm by which blocks compete; with a budget of energy always L2.</summary>
    public SliceNorm Norm { get; set; } = SliceNorm.L1;

    void ICheckedSelection.Check(ReadOnlySpan<int> shape)
    {
        SettingCheck.Size(Name, Size);
        SettingCheck.Norm(Name, Norm);
        SettingCheck.Of(Name, Budget, Count(Shapes.Length(shape), Size), "of blocks", BudgetKind.Energy);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The size is less than 1, or the budget out of range.</exception>
    public void Select(Tensor gradient, SparseRows into, ulong draw)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(into);
        Select(gradient, gradient.Length, Size, into);
    }

    /// <inheritdoc/>
    public void Select(SparseExamples gradient, SparseRows into, ulong draw)
    {
        ArgumentNullException.ThrowIfNull(gradient);

        // A block that lies in two examples is none of the examples' block: then the gradient is made dense.
        if (Size > 0 && ExampleBlock.Length(gradient) % Size != 0)
            Select(Produced.Gradient(gradient), into, draw);
        else
            ExampleBlock.Select(this, gradient, into, draw);
    }

    void IBlockSelection.SelectBlock(SparseExamples gradient, SparseRows into, ulong draw) => Select(gradient.Values, Shapes.Length(gradient.Shape), Size, into);

    private void Select(Tensor gradient, int entries, int size, SparseRows into)
    {
        SettingCheck.Size(Name, size);
        int blocks = Count(gradient.Length, size);
        if (blocks == 0)
        {
            EntrySelection.KeepNone(gradient.Shape, into);
            return;
        }

        Tensor scores = Scores(gradient, blocks, size, Budget.Kind == BudgetKind.Energy ? SliceNorm.L2 : Norm);
        int k = Budget.Kind == BudgetKind.Energy
            ? SliceSample.CountOfEnergy(scores.ToArray(), Budget.Checked(Name))
            : Math.Min(blocks, Budget.CountOf(Name, Count(entries, size), "of blocks"));
        using AxisPattern largest = new(gradient.Device);
        gradient.Device.Kernels.LargestOf(scores, k, largest);
        Keep(gradient, largest.ToArray(), size, into);
    }

    internal static int Count(int length, int size) => (int)(((long)length + size - 1) / size);

    /// <summary>The norm of each block: those of whole blocks as the rows of another view, and that of the rest.</summary>
    private static Tensor Scores(Tensor gradient, int blocks, int size, SliceNorm norm)
    {
        KernelSet kernels = gradient.Device.Kernels;
        Tensor scores = Scratch.Take(gradient.Device, [blocks]);
        int whole = gradient.Length / size;
        if (whole > 0)
            kernels.Norms(new Tensor(gradient.Storage, gradient.Offset, [whole, size]), 0, norm, new Tensor(scores.Storage, scores.Offset, [whole]));
        int rest = gradient.Length - (whole * size);
        if (rest > 0)
            kernels.Norms(new Tensor(gradient.Storage, gradient.Offset + (whole * size), [1, rest]), 0, norm, new Tensor(scores.Storage, scores.Offset + whole, [1]));
        return scores;
    }

    private static void Keep(Tensor gradient, ReadOnlySpan<int> blocks, int size, SparseRows into)
    {
        int[] places = ArrayPool<int>.Shared.Rent((int)Math.Min((long)blocks.Length * size, gradient.Length));
        int count = 0;
        foreach (int block in blocks)
        {
            int end = (int)Math.Min(((long)block + 1) * size, gradient.Length);
            for (int place = block * size; place < end; place++)
                places[count++] = place;
        }

        EntrySelection.Keep(gradient, places.AsSpan(0, count), 1, into);
        ArrayPool<int>.Shared.Return(places);
    }
}
