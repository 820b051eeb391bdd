using ILGPU;

namespace SparseDiff.Gpu;

/// <summary>What the search for a row's cut needs: the squares of the finite entries of at least a rank, and how many those are.</summary>
internal struct EnergyAndCount
{
    /// <summary>Σ g².</summary>
    public double Energy;

    /// <summary>How many.</summary>
    public int Count;
}

/// <summary>Adds parts up.</summary>
internal readonly struct EnergyAndCountSum : IMerge<EnergyAndCount>
{
    public static EnergyAndCount Merge(EnergyAndCount a, EnergyAndCount b)
    {
        a.Energy += b.Energy;
        a.Count += b.Count;
        return a;
    }
}

/// <summary>Selection in rows by what each is worth: a group has a row, sums in double precision, and halves what is left to search.</summary>
internal static class RowBudgetKernels
{
    private const int Infinity = 0x7F800000;

    /// <summary>Marks the fewest largest entries of each row that hold a share of its energy, and counts them.</summary>
    [GpuKernel]
    public static void MarkEnergy(SelectionShape shape, double share, ArrayView<float> values, ArrayView<int> marks, ArrayView<int> counts)
    {
        ArrayView<EnergyAndCount> shared = SharedMemory.Allocate<EnergyAndCount>(Groups.MaximalSize);
        ArrayView<int> sharedCounts = SharedMemory.Allocate<int>(Groups.MaximalSize);
        for (int row = Grid.IdxX; row < shape.Rows; row += Grid.DimX)
        {
            int start = row * shape.Width;
            int infinite = 0;
            for (int i = Group.IdxX; i < shape.Width; i += Group.DimX)
                infinite += Ranks.IsFinite(values[start + i]) ? 0 : 1;
            infinite = Groups.Reduce<int, IntSum>(infinite, sharedCounts);
            int rank = Cut(shape, start, share, infinite, values, shared, out int ties);
            int count = Mark(shape, start, rank, ties, values, marks, sharedCounts);
            count = Groups.Reduce<int, IntSum>(count, sharedCounts);
            if (Group.IdxX == 0)
                counts[row] = count;
        }
    }

    /// <summary>Draws as <see cref="SamplingKernels.DrawRows"/> does, with the threshold of each row that adds a relative variance.</summary>
    [GpuKernel]
    public static void DrawRowsByVariance(
        SelectionShape shape, double variance, RowNumbers numbers, ArrayView<int> examples, ArrayView<float> values, ArrayView<int> marks, ArrayView<int> counts)
    {
        ArrayView<double> shared = SharedMemory.Allocate<double>(Groups.MaximalSize);
        ArrayView<int> sharedCounts = SharedMemory.Allocate<int>(Groups.MaximalSize);
        for (int row = Grid.IdxX; row < shape.Rows; row += Grid.DimX)
        {
            double tau = Threshold(shape, row * shape.Width, variance, values, shared);
            int count = SamplingKernels.DrawRow(shape, row, tau, 0.0, numbers.Uniform(row, examples), values, marks, shared);
            count = Groups.Reduce<int, IntSum>(count, sharedCounts);
            if (Group.IdxX == 0)
                counts[row] = count;
        }
    }

    /// <summary>The rank above which all entries of a row pass, and how many of exactly it do.</summary>
    private static int Cut(SelectionShape shape, int start, double share, int infinite, ArrayView<float> values, ArrayView<EnergyAndCount> shared, out int ties)
    {
        EnergyAndCount all = AtLeast(shape, start, 1, values, shared);
        double wanted = SliceSample.EnergyOf(share, all.Energy);
        if (infinite == 0 && wanted < double.Epsilon)
            wanted = double.Epsilon;
        int low = all.Energy > 0.0 && wanted > 0.0 ? 1 : Infinity - 1;
        int high = Infinity;
        double aboveHigh = 0.0;
        bool takesAll = share >= 1.0 || low > 1;
        while (!takesAll && high - low > 1)
        {
            int middle = low + ((high - low) / 2);
            EnergyAndCount found = AtLeast(shape, start, middle, values, shared);
            if (found.Energy >= wanted)
            {
                low = middle;
            }
            else
            {
                high = middle;
                aboveHigh = found.Energy;
            }
        }

        double value = BitConverter.Int32BitsToSingle(low);
        double missing = (wanted - aboveHigh) / (value * value);
        ties = missing < shape.Width ? (int)missing : shape.Width;
        if (ties < missing || ties == 0)
            ties++;
        if (takesAll)
            ties = low > 1 ? 0 : shape.Width;
        return low;
    }

    private static EnergyAndCount AtLeast(SelectionShape shape, int start, int rank, ArrayView<float> values, ArrayView<EnergyAndCount> shared)
    {
        EnergyAndCount sum = default;
        for (int i = Group.IdxX; i < shape.Width; i += Group.DimX)
        {
            float value = values[start + i];
            int own = Ranks.Of(value);
            if (own >= rank && own < Infinity)
            {
                sum.Energy += (double)value * value;
                sum.Count++;
            }
        }

        return Groups.Reduce<EnergyAndCount, EnergyAndCountSum>(sum, shared);
    }

    /// <summary>Marks what is above a rank, and the first so many of exactly it; this thread's count.</summary>
    private static int Mark(SelectionShape shape, int start, int rank, int ties, ArrayView<float> values, ArrayView<int> marks, ArrayView<int> shared)
    {
        int count = 0;
        int before = 0;
        for (int first = 0; first < shape.Width; first += Group.DimX)
        {
            int column = first + Group.IdxX;
            int own = 0;
            if (column < shape.Width)
                own = Ranks.Of(values[start + column]);
            int equal = own == rank ? 1 : 0;
            Groups.Scan<int, IntSum>(equal, shared, out int inChunk, out int total);
            int passes = own > rank || (equal != 0 && before + inChunk < ties) ? 1 : 0;
            if (column < shape.Width)
                marks[start + column] = passes;
            count += passes;
            before += total;
        }

        return count;
    }

    /// <summary>Newton's iteration of the reference, from above.</summary>
    private static double Threshold(SelectionShape shape, int start, double variance, ArrayView<float> values, ArrayView<double> shared)
    {
        double sum = Below(shape, start, double.MaxValue, values, shared, out double squares);
        double allowed = variance * squares;
        double tau = 0.0;
        double next = sum > 0.0 && allowed > 0.0 ? (allowed + squares) / sum : 0.0;
        bool descends = next > 0.0;
        while (descends)
        {
            tau = next;
            double small = Below(shape, start, tau, values, shared, out double smallSquares);
            next = small > 0.0 ? (allowed + smallSquares) / small : tau;
            descends = next < tau;
        }

        return tau;
    }

    private static double Below(SelectionShape shape, int start, double tau, ArrayView<float> values, ArrayView<double> shared, out double squares)
    {
        double sum = 0.0;
        double ofSquares = 0.0;
        for (int i = Group.IdxX; i < shape.Width; i += Group.DimX)
        {
            float value = values[start + i];
            double magnitude = SamplingKernels.Magnitude(value);
            if (Ranks.IsFinite(value) && magnitude < tau)
            {
                sum += magnitude;
                ofSquares += magnitude * magnitude;
            }
        }

        squares = Groups.Reduce<double, DoubleSum>(ofSquares, shared);
        return Groups.Reduce<double, DoubleSum>(sum, shared);
    }
}
