namespace SparseDiff.Gpu;

/// <summary>Where in memory the i-th entry of a shape lies when each dimension has a stride of its own; a stride of 0 repeats.</summary>
/// <remarks>
/// Named fields, not an array: they stay in a kernel's registers. Neighbouring dimensions that can be walked as one are one, so
/// <see cref="MaximalRank"/> dimensions cover every tensor of that many dimensions and most of more.
/// </remarks>
internal struct Strided
{
    /// <summary>The most dimensions, after merging.</summary>
    public const int MaximalRank = 6;

    private int rank;
    private int length0;
    private int length1;
    private int length2;
    private int length3;
    private int length4;
    private int stride0;
    private int stride1;
    private int stride2;
    private int stride3;
    private int stride4;
    private int stride5;

    /// <summary>How many entries there are.</summary>
    public int Length { get; private set; }

    /// <summary>From lengths and strides, first dimension first.</summary>
    public static Strided Of(ReadOnlySpan<int> lengths, ReadOnlySpan<int> strides)
    {
        // Merged, last dimension first: (length, stride) and (length', stride') are one when stride' = length · stride.
        Span<int> mergedLengths = stackalloc int[lengths.Length + 1];
        Span<int> mergedStrides = stackalloc int[lengths.Length + 1];
        int rank = 0;
        for (int axis = lengths.Length - 1; axis >= 0; axis--)
        {
            if (lengths[axis] == 1)
                continue;
            if (rank > 0 && strides[axis] == mergedLengths[rank - 1] * mergedStrides[rank - 1])
            {
                mergedLengths[rank - 1] *= lengths[axis];
                continue;
            }

            (mergedLengths[rank], mergedStrides[rank]) = (lengths[axis], strides[axis]);
            rank++;
        }

        if (rank > MaximalRank)
            throw new NotSupportedException($"GPU kernels walk at most {MaximalRank} dimensions that do not merge, but these lengths are {Shapes.Text(lengths)} with strides {Shapes.Text(strides)}.");
        return new Strided
        {
            Length = Shapes.Length(lengths),
            rank = rank,
            length0 = At(mergedLengths, rank, 0),
            length1 = At(mergedLengths, rank, 1),
            length2 = At(mergedLengths, rank, 2),
            length3 = At(mergedLengths, rank, 3),
            length4 = At(mergedLengths, rank, 4),
            stride0 = At(mergedStrides, rank, 0),
            stride1 = At(mergedStrides, rank, 1),
            stride2 = At(mergedStrides, rank, 2),
            stride3 = At(mergedStrides, rank, 3),
            stride4 = At(mergedStrides, rank, 4),
            stride5 = At(mergedStrides, rank, 5),
        };
    }

    /// <summary>How a tensor of shape <paramref name="from"/>, broadcast, is walked in the order of shape <paramref name="to"/>.</summary>
    public static Strided Broadcast(ReadOnlySpan<int> from, ReadOnlySpan<int> to)
    {
        Span<int> strides = stackalloc int[to.Length];
        int stride = 1;
        for (int fromLast = 1; fromLast <= from.Length; fromLast++)
        {
            strides[^fromLast] = from[^fromLast] == 1 ? 0 : stride;
            stride *= from[^fromLast];
        }

        return Of(to, strides);
    }

    /// <summary>Where the i-th entry lies.</summary>
    public readonly int At(int i)
    {
        if (rank <= 1)
            return i * stride0;
        int at = i % length0 * stride0;
        int rest = i / length0;
        if (rank == 2)
            return at + (rest * stride1);
        at += rest % length1 * stride1;
        rest /= length1;
        if (rank == 3)
            return at + (rest * stride2);
        at += rest % length2 * stride2;
        rest /= length2;
        if (rank == 4)
            return at + (rest * stride3);
        at += rest % length3 * stride3;
        rest /= length3;
        if (rank == 5)
            return at + (rest * stride4);
        at += rest % length4 * stride4;
        return at + (rest / length4 * stride5);
    }

    private static int At(Span<int> values, int rank, int axis) => axis < rank ? values[axis] : 0;
}
