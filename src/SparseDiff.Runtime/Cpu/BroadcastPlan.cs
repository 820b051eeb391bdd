using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

/// <summary>
/// How inputs broadcast to an output shape, reduced to the fewest dimensions: a number of rows, and an inner dimension along which each input
/// either advances by one or stands still.
/// </summary>
internal unsafe struct BroadcastPlan
{
    public const int MaximalRank = 12;
    private const int Stride = MaximalRank;

    /// <summary>Entries of the inner dimension.</summary>
    public int Inner;

    /// <summary>How many times the inner dimension occurs.</summary>
    public int Rows;

    private int outerRank;
    private int inputs;
    private fixed int lengths[MaximalRank];
    private fixed int strides[IElementwise.MaximalInputs * Stride];
    private fixed int steps[IElementwise.MaximalInputs];

    /// <summary>Plans for inputs that broadcast to <paramref name="shape"/>. With <paramref name="keepColumns"/> the inner dimension is exactly the last one.</summary>
    public static BroadcastPlan Of(ReadOnlySpan<Tensor> tensors, ReadOnlySpan<int> shape, bool keepColumns)
    {
        Unsafe.SkipInit(out BroadcastPlan plan);
        plan.Set(tensors, shape, keepColumns);
        return plan;
    }

    /// <summary>The same in place: a plan is some 500 bytes, of which few are used.</summary>
    [SkipLocalsInit]
    public void Set(ReadOnlySpan<Tensor> tensors, ReadOnlySpan<int> shape, bool keepColumns)
    {
        if (shape.Length > MaximalRank)
            throw new ShapeException($"An element-wise operation: the shape {Shapes.Text(shape)} has more than {MaximalRank} dimensions.");
        (inputs, Inner, Rows, outerRank) = (tensors.Length, 1, 1, 0);
        int rank = 0; // Dimensions found so far, counted from the last; number 0 becomes the inner one.
        int* length = stackalloc int[MaximalRank + 1];
        int* stride = stackalloc int[(MaximalRank + 1) * IElementwise.MaximalInputs];
        int* volume = stackalloc int[IElementwise.MaximalInputs];
        for (int i = 0; i < tensors.Length; i++)
            volume[i] = 1;
        for (int fromLast = 1; fromLast <= shape.Length; fromLast++)
        {
            int extent = shape[^fromLast];
            bool first = rank == 0;
            if (extent == 1 && !(first && keepColumns))
                continue;
            bool merges = !first && !(keepColumns && rank == 1);
            for (int i = 0; i < tensors.Length; i++)
            {
                ReadOnlySpan<int> own = tensors[i].Shape;
                int ownExtent = fromLast <= own.Length ? own[^fromLast] : 1;
                int step = ownExtent == 1 && extent != 1 ? 0 : volume[i];
                stride[(rank * IElementwise.MaximalInputs) + i] = step;
                volume[i] *= ownExtent;
                if (merges)
                    merges = step == stride[((rank - 1) * IElementwise.MaximalInputs) + i] * length[rank - 1];
            }
            if (merges)
                length[rank - 1] *= extent;
            else
                length[rank++] = extent;
        }
        Fill(rank, length, stride);
    }

    /// <summary>One row in which every input advances.</summary>
    public static BroadcastPlan Contiguous(int inputCount)
    {
        var plan = new BroadcastPlan { inputs = inputCount, Rows = 1 };
        for (int i = 0; i < inputCount; i++)
            plan.steps[i] = 1;
        return plan;
    }

    /// <summary>Rows of <paramref name="width"/> entries that begin <paramref name="rowStrides"/> apart in each input.</summary>
    public static BroadcastPlan Strided(int rows, int width, ReadOnlySpan<int> rowStrides)
    {
        BroadcastPlan plan = Contiguous(rowStrides.Length);
        (plan.Rows, plan.Inner, plan.outerRank) = (rows, width, 1);
        plan.lengths[0] = rows;
        for (int i = 0; i < rowStrides.Length; i++)
            plan.strides[i * Stride] = rowStrides[i];
        return plan;
    }

    /// <summary>How far input <paramref name="input"/> advances along the inner dimension: 0 or 1.</summary>
    public readonly int Step(int input) => steps[input];

    /// <summary>Where the row begins in an input.</summary>
    public readonly long Offset(int input, int row)
    {
        if (outerRank <= 1)
            return outerRank == 0 ? 0 : (long)row * strides[input * Stride];
        long offset = 0;
        for (int d = 0; d < outerRank; d++)
        {
            offset += (long)(row % lengths[d]) * strides[(input * Stride) + d];
            row /= lengths[d];
        }
        return offset;
    }

    private void Fill(int rank, int* length, int* stride)
    {
        if (rank == 0)
        {
            for (int i = 0; i < inputs; i++)
                steps[i] = 0;
            return;
        }
        Inner = length[0];
        outerRank = rank - 1;
        for (int d = 0; d < outerRank; d++)
        {
            lengths[d] = length[d + 1];
            Rows *= length[d + 1];
        }
        for (int i = 0; i < inputs; i++)
        {
            steps[i] = stride[i] == 0 ? 0 : 1;
            for (int d = 0; d < outerRank; d++)
                strides[(i * Stride) + d] = stride[((d + 1) * IElementwise.MaximalInputs) + i];
        }
    }
}
