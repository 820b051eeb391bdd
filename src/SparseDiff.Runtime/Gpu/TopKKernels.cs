using ILGPU;

namespace SparseDiff.Gpu;

/// <summary>Matrix and budget of a selection.</summary>
/// <param name="Rows">How many rows there are.</param>
/// <param name="Width">Entries per row.</param>
/// <param name="K">How many entries are kept: of each row, or of all.</param>
internal readonly record struct SelectionShape(int Rows, int Width, int K);

/// <summary>Exact Top-k: finds the k-th largest magnitude bit by bit, then keeps what is above, and of what equals it the lowest indices.</summary>
internal static class TopKKernels
{
    /// <summary>Top-k of each row, one group a row: threshold and compaction in one launch.</summary>
    [GpuKernel]
    public static void SelectRows(
        SelectionShape shape, ArrayView<float> values, ArrayView<int> rowStart, ArrayView<int> columns, ArrayView<float> kept)
    {
        ArrayView<DigitCounts> counts = SharedMemory.Allocate<DigitCounts>(Groups.MaximalSize);
        ArrayView<long> places = SharedMemory.Allocate<long>(Groups.MaximalSize);
        if (GpuLanes.First == 0)
            rowStart[shape.Rows] = shape.Rows * shape.K;
        for (int row = Grid.IdxX; row < shape.Rows; row += Grid.DimX)
        {
            int start = row * shape.Width;
            Threshold threshold = default;
            threshold.Ties = shape.K;
            for (int shift = DigitCounts.FirstShift; shift >= 0; shift -= 2)
            {
                DigitCounts count = default;
                for (int i = Group.IdxX; i < shape.Width; i += Group.DimX)
                    count.Count(Ranks.Of(values[start + i]), threshold.Rank, shift);
                count = Groups.Reduce<DigitCounts, DigitSum>(count, counts);
                threshold.Rank = count.Descend(threshold.Rank, shift, ref threshold.Ties);
            }

            if (Group.IdxX == 0)
                rowStart[row] = row * shape.K;
            Place(start, shape.Width, threshold, 0L, row * shape.K, values, places, columns, kept);
        }
    }

    /// <summary>Whole tensor, one step: each group's counts of the next digit.</summary>
    [GpuKernel]
    public static void CountDigits(int shift, ArrayView<float> values, ArrayView<Threshold> threshold, ArrayView<DigitCounts> partial)
    {
        ArrayView<DigitCounts> counts = SharedMemory.Allocate<DigitCounts>(Groups.MaximalSize);
        int rank = threshold[0].Rank;
        DigitCounts count = default;
        for (int i = GpuLanes.First; i < values.IntLength; i += GpuLanes.Stride)
            count.Count(Ranks.Of(values[i]), rank, shift);
        count = Groups.Reduce<DigitCounts, DigitSum>(count, counts);
        if (Group.IdxX == 0)
            partial[Grid.IdxX] = count;
    }

    /// <summary>Whole tensor, one step: the next digit, from all groups' counts. One group.</summary>
    [GpuKernel]
    public static void Descend(int shift, int k, ArrayView<DigitCounts> partial, ArrayView<Threshold> threshold)
    {
        ArrayView<DigitCounts> counts = SharedMemory.Allocate<DigitCounts>(Groups.MaximalSize);
        DigitCounts count = default;
        for (int i = Group.IdxX; i < partial.IntLength; i += Group.DimX)
            count = DigitCounts.Add(count, partial[i]);
        count = Groups.Reduce<DigitCounts, DigitSum>(count, counts);
        if (Group.IdxX != 0)
            return;
        Threshold found = threshold[0];
        if (shift == DigitCounts.FirstShift)
            found.Ties = k;
        found.Rank = count.Descend(found.Rank, shift, ref found.Ties);
        threshold[0] = found;
    }

    /// <summary>Whole tensor: how many entries of each row lie above the threshold, and how many equal it.</summary>
    [GpuKernel]
    public static void CountRows(SelectionShape shape, ArrayView<float> values, ArrayView<Threshold> threshold, ArrayView<long> marks)
    {
        ArrayView<long> shared = SharedMemory.Allocate<long>(Groups.MaximalSize);
        int rank = threshold[0].Rank;
        for (int row = Grid.IdxX; row < shape.Rows; row += Grid.DimX)
        {
            long count = 0L;
            for (int i = Group.IdxX; i < shape.Width; i += Group.DimX)
                count += Ranks.Mark(Ranks.Of(values[(row * shape.Width) + i]), rank);
            count = Groups.Reduce<long, LongSum>(count, shared);
            if (Group.IdxX == 0)
                marks[row] = count;
        }
    }

    /// <summary>Whole tensor: writes the kept entries. <paramref name="marks"/> holds the counts of the rows before each.</summary>
    [GpuKernel]
    public static void PlaceRows(
        SelectionShape shape, ArrayView<float> values, ArrayView<Threshold> threshold, ArrayView<long> marks,
        ArrayView<int> rowStart, ArrayView<int> columns, ArrayView<float> kept)
    {
        ArrayView<long> places = SharedMemory.Allocate<long>(Groups.MaximalSize);
        Threshold found = threshold[0];
        if (GpuLanes.First == 0)
            rowStart[shape.Rows] = shape.K;
        for (int row = Grid.IdxX; row < shape.Rows; row += Grid.DimX)
        {
            long before = marks[row];
            if (Group.IdxX == 0)
                rowStart[row] = Ranks.Above(before) + Math.Min(Ranks.Equal(before), found.Ties);
            Place(row * shape.Width, shape.Width, found, before, 0, values, places, columns, kept);
        }
    }

    /// <summary>Writes the kept entries of a row in ascending order of their columns.</summary>
    /// <param name="start">The row's first entry.</param>
    /// <param name="width">Its length.</param>
    /// <param name="threshold">What is kept.</param>
    /// <param name="before">Counts of what competes for the same ties before this row.</param>
    /// <param name="offset">Where the entries behind <paramref name="before"/> go.</param>
    /// <param name="values">All entries.</param>
    /// <param name="places">Shared memory.</param>
    /// <param name="columns">The columns of kept entries.</param>
    /// <param name="kept">The kept entries.</param>
    private static void Place(
        int start, int width, Threshold threshold, long before, int offset, ArrayView<float> values, ArrayView<long> places,
        ArrayView<int> columns, ArrayView<float> kept)
    {
        for (int first = 0; first < width; first += Group.DimX)
        {
            int column = first + Group.IdxX;
            float value = 0f;
            int rank = -1;
            if (column < width)
            {
                value = values[start + column];
                rank = Ranks.Of(value);
            }

            Groups.Scan<long, LongSum>(Ranks.Mark(rank, threshold.Rank), places, out long inChunk, out long total);
            inChunk += before;
            int equalBefore = Ranks.Equal(inChunk);
            if (rank > threshold.Rank || (rank == threshold.Rank && equalBefore < threshold.Ties))
            {
                int place = offset + Ranks.Above(inChunk) + Math.Min(equalBefore, threshold.Ties);
                columns[place] = column;
                kept[place] = value;
            }

            before += total;
        }
    }
}
