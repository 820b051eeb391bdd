using ILGPU;

namespace SparseDiff.Gpu;

/// <summary>A sparse gradient [Rows, Columns] in compressed rows, beside a dense matrix.</summary>
/// <param name="Rows">Rows of the sparse gradient.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Width">Columns of the dense matrix.</param>
/// <param name="Accumulate">1 to add to what is there, 0 to overwrite.</param>
internal readonly record struct SparseShape(int Rows, int Columns, int Width, int Accumulate);

/// <summary>Products, sums and additions that walk compressed rows.</summary>
internal static class SparseKernels
{
    /// <summary>into = s · w: one group a row; neighbouring threads take neighbouring columns of w.</summary>
    [GpuKernel]
    public static void TimesDense(
        SparseShape shape, ArrayView<int> rowStart, ArrayView<int> columns, ArrayView<float> values, ArrayView<float> w, ArrayView<float> into)
    {
        for (int row = Grid.IdxX; row < shape.Rows; row += Grid.DimX)
        {
            int start = rowStart[row];
            int end = rowStart[row + 1];
            for (int j = Group.IdxX; j < shape.Width; j += Group.DimX)
            {
                float sum = 0f;
                for (int entry = start; entry < end; entry++)
                    sum += values[entry] * w[(columns[entry] * shape.Width) + j];
                into[(row * shape.Width) + j] = sum;
            }
        }
    }

    /// <summary>
    /// into (or +=) sᵀ · x: one group owns a column of s, which is a row of the result. The group looks its column up in as many
    /// rows of s as it has threads, lists what it found in order, and adds those rows of x: no atomics, the same sum every time.
    /// </summary>
    [GpuKernel]
    public static void TransposedTimesDense(
        SparseShape shape, ArrayView<int> rowStart, ArrayView<int> columns, ArrayView<float> values, ArrayView<float> x, ArrayView<float> into)
    {
        ArrayView<int> shared = SharedMemory.Allocate<int>(Groups.MaximalSize);
        ArrayView<int> foundRows = SharedMemory.Allocate<int>(Groups.MaximalSize);
        ArrayView<float> foundValues = SharedMemory.Allocate<float>(Groups.MaximalSize);
        for (int column = Grid.IdxX; column < shape.Columns; column += Grid.DimX)
        {
            for (int first = 0; first < shape.Rows; first += Group.DimX)
            {
                int row = first + Group.IdxX;
                int entry = -1;
                if (row < shape.Rows)
                    entry = Find(column, rowStart[row], rowStart[row + 1], columns);
                Groups.Scan<int, IntSum>(entry >= 0 ? 1 : 0, shared, out int place, out int count);
                if (entry >= 0)
                {
                    foundRows[place] = row;
                    foundValues[place] = values[entry];
                }

                Group.Barrier();
                for (int j = Group.IdxX; j < shape.Width; j += Group.DimX)
                {
                    float sum = 0f;
                    for (int i = 0; i < count; i++)
                        sum += foundValues[i] * x[(foundRows[i] * shape.Width) + j];
                    int target = (column * shape.Width) + j;
                    if (first > 0 || shape.Accumulate != 0)
                        sum += into[target];
                    into[target] = sum;
                }

                Group.Barrier();
            }
        }
    }

    /// <summary>into[column] (or +=) the sum over all rows: one thread a column.</summary>
    [GpuKernel]
    public static void ColumnSums(
        SparseShape shape, ArrayView<int> rowStart, ArrayView<int> columns, ArrayView<float> values, ArrayView<float> into)
    {
        for (int column = GpuLanes.First; column < shape.Columns; column += GpuLanes.Stride)
        {
            float sum = 0f;
            for (int row = 0; row < shape.Rows; row++)
            {
                int entry = Find(column, rowStart[row], rowStart[row + 1], columns);
                if (entry >= 0)
                    sum += values[entry];
            }

            if (shape.Accumulate != 0)
                sum += into[column];
            into[column] = sum;
        }
    }

    /// <summary>into += s, at the entries that s has.</summary>
    [GpuKernel]
    public static void Scatter(
        SparseShape shape, ArrayView<int> rowStart, ArrayView<int> columns, ArrayView<float> values, ArrayView<float> into)
    {
        for (int row = Grid.IdxX; row < shape.Rows; row += Grid.DimX)
        {
            for (int entry = rowStart[row] + Group.IdxX; entry < rowStart[row + 1]; entry += Group.DimX)
                into[(row * shape.Columns) + columns[entry]] += values[entry];
        }
    }

    /// <summary>marks = 1 at the entries that s has.</summary>
    [GpuKernel]
    public static void Mark(SparseShape shape, ArrayView<int> rowStart, ArrayView<int> columns, ArrayView<int> marks)
    {
        for (int row = Grid.IdxX; row < shape.Rows; row += Grid.DimX)
        {
            for (int entry = rowStart[row] + Group.IdxX; entry < rowStart[row + 1]; entry += Group.DimX)
                marks[(row * shape.Columns) + columns[entry]] = 1;
        }
    }

    /// <summary>The column of each entry when rows have Width columns.</summary>
    [GpuKernel]
    public static void Regroup(SparseShape shape, ArrayView<int> rowStart, ArrayView<int> columns, ArrayView<int> into)
    {
        for (int row = Grid.IdxX; row < shape.Rows; row += Grid.DimX)
        {
            for (int entry = rowStart[row] + Group.IdxX; entry < rowStart[row + 1]; entry += Group.DimX)
                into[entry] = ((row * shape.Columns) + columns[entry]) % shape.Width;
        }
    }

    /// <summary>Where each row begins when rows have Width columns: one thread a row, and one for the end.</summary>
    [GpuKernel]
    public static void RegroupStarts(SparseShape shape, ArrayView<int> rowStart, ArrayView<int> columns, ArrayView<int> into)
    {
        for (int newRow = GpuLanes.First; newRow < into.IntLength; newRow += GpuLanes.Stride)
        {
            int row = newRow * shape.Width / shape.Columns;
            int place = rowStart[shape.Rows];
            if (row < shape.Rows)
                place = LowerBound(newRow * shape.Width % shape.Columns, rowStart[row], rowStart[row + 1], columns);
            into[newRow] = place;
        }
    }

    /// <summary>The entry of a column between two others, or -1: columns ascend within a row.</summary>
    private static int Find(int column, int start, int end, ArrayView<int> columns)
    {
        int low = LowerBound(column, start, end, columns);
        int found = -1;
        if (low < end && columns[low] == column)
            found = low;
        return found;
    }

    /// <summary>The first entry between two others whose column is not before the given one, or the end.</summary>
    private static int LowerBound(int column, int start, int end, ArrayView<int> columns)
    {
        int low = start;
        int high = end;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (columns[middle] < column)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>Where the rows of all examples begin, of which <paramref name="count"/> exist: those of one that does not, where the next one's do.</summary>
    [GpuKernel]
    public static void SpreadStarts(int count, int rowsPerExample, ArrayView<int> examples, ArrayView<int> starts, ArrayView<int> into)
    {
        for (int row = GpuLanes.First; row < into.IntLength; row += GpuLanes.Stride)
        {
            int example = row / rowsPerExample;
            int low = 0;
            int high = count;
            while (low < high)
            {
                int middle = (low + high) / 2;
                if (examples[middle] < example)
                    low = middle + 1;
                else
                    high = middle;
            }

            int offset = 0;
            if (low < count && examples[low] == example)
                offset = row % rowsPerExample;
            into[row] = starts[(low * rowsPerExample) + offset];
        }
    }
}
