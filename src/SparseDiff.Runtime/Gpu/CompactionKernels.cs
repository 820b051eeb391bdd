using ILGPU;

namespace SparseDiff.Gpu;

/// <summary>From marked entries of a dense block to compressed rows.</summary>
internal static class CompactionKernels
{
    /// <summary>Marks what ranks above a threshold.</summary>
    [GpuKernel]
    public static void MarkAbove(int rank, ArrayView<float> values, ArrayView<int> marks)
    {
        for (int i = GpuLanes.First; i < values.IntLength; i += GpuLanes.Stride)
            marks[i] = Ranks.Of(values[i]) > rank ? 1 : 0;
    }

    /// <summary>counts[row] = how many entries are marked.</summary>
    [GpuKernel]
    public static void CountMarks(SelectionShape shape, ArrayView<int> marks, ArrayView<int> counts)
    {
        ArrayView<int> shared = SharedMemory.Allocate<int>(Groups.MaximalSize);
        for (int row = Grid.IdxX; row < shape.Rows; row += Grid.DimX)
        {
            int count = 0;
            for (int i = Group.IdxX; i < shape.Width; i += Group.DimX)
                count += marks[(row * shape.Width) + i];
            count = Groups.Reduce<int, IntSum>(count, shared);
            if (Group.IdxX == 0)
                counts[row] = count;
        }
    }

    /// <summary>Writes the marked entries row by row. <paramref name="starts"/> holds where each row begins, and behind the last the end.</summary>
    [GpuKernel]
    public static void PlaceMarked(
        SelectionShape shape, ArrayView<float> values, ArrayView<int> marks, ArrayView<int> starts,
        ArrayView<int> rowStart, ArrayView<int> columns, ArrayView<float> kept)
    {
        ArrayView<int> shared = SharedMemory.Allocate<int>(Groups.MaximalSize);
        if (GpuLanes.First == 0)
            rowStart[shape.Rows] = starts[shape.Rows];
        for (int row = Grid.IdxX; row < shape.Rows; row += Grid.DimX)
        {
            int before = starts[row];
            if (Group.IdxX == 0)
                rowStart[row] = before;
            for (int first = 0; first < shape.Width; first += Group.DimX)
            {
                int column = first + Group.IdxX;
                int place = (row * shape.Width) + column;
                int mark = 0;
                if (column < shape.Width)
                    mark = marks[place];
                Groups.Scan<int, IntSum>(mark, shared, out int inChunk, out int total);
                if (mark != 0)
                {
                    columns[before + inChunk] = column;
                    kept[before + inChunk] = values[place];
                }

                before += total;
            }
        }
    }
}
