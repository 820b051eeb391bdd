using ILGPU;

namespace SparseDiff.Gpu;

/// <summary>Part of what the search for τ needs: the entries below it, summed, and how many others there are.</summary>
internal struct SmallAndLarge
{
    /// <summary>The sum of the magnitudes below τ.</summary>
    public double Small;

    /// <summary>How many entries are not below τ, or not finite.</summary>
    public int Large;
}

/// <summary>Adds parts up.</summary>
internal readonly struct SmallAndLargeSum : IMerge<SmallAndLarge>
{
    public static SmallAndLarge Merge(SmallAndLarge a, SmallAndLarge b)
    {
        a.Small += b.Small;
        a.Large += b.Large;
        return a;
    }
}

/// <summary>Magnitude sampling: p = min(1, |g| / τ), drawn systematically. Probabilities and their sums are doubles, as in the reference: the sets are the same.</summary>
internal static class SamplingKernels
{
    /// <summary>Each group's part of the sums for a τ.</summary>
    [GpuKernel]
    public static void Split(double tau, ArrayView<float> values, ArrayView<SmallAndLarge> partial)
    {
        ArrayView<SmallAndLarge> shared = SharedMemory.Allocate<SmallAndLarge>(Groups.MaximalSize);
        SmallAndLarge sum = default;
        for (int i = GpuLanes.First; i < values.IntLength; i += GpuLanes.Stride)
        {
            float value = values[i];
            double magnitude = Magnitude(value);
            if (Ranks.IsFinite(value) && magnitude < tau)
                sum.Small += magnitude;
            else
                sum.Large++;
        }

        sum = Groups.Reduce<SmallAndLarge, SmallAndLargeSum>(sum, shared);
        if (Group.IdxX == 0)
            partial[Grid.IdxX] = sum;
    }

    /// <summary>sums[row] = the row's probabilities added up.</summary>
    [GpuKernel]
    public static void SumRows(SelectionShape shape, double tau, ArrayView<float> values, ArrayView<double> sums)
    {
        ArrayView<double> shared = SharedMemory.Allocate<double>(Groups.MaximalSize);
        for (int row = Grid.IdxX; row < shape.Rows; row += Grid.DimX)
        {
            double sum = 0;
            for (int i = Group.IdxX; i < shape.Width; i += Group.DimX)
                sum += Probability(values[(row * shape.Width) + i], tau);
            sum = Groups.Reduce<double, DoubleSum>(sum, shared);
            if (Group.IdxX == 0)
                sums[row] = sum;
        }
    }

    /// <summary>
    /// Marks the entries that pass, counts them per row, and makes them unbiased where they are: g / p, which is ±τ.
    /// <paramref name="sums"/> holds the probabilities of all rows before each.
    /// </summary>
    [GpuKernel]
    public static void Draw(
        SelectionShape shape, double tau, float uniform, ArrayView<double> sums, ArrayView<float> values, ArrayView<int> marks, ArrayView<int> counts)
    {
        ArrayView<double> shared = SharedMemory.Allocate<double>(Groups.MaximalSize);
        ArrayView<int> sharedCounts = SharedMemory.Allocate<int>(Groups.MaximalSize);
        for (int row = Grid.IdxX; row < shape.Rows; row += Grid.DimX)
        {
            int count = DrawRow(shape, row, tau, sums[row], uniform, values, marks, shared);
            count = Groups.Reduce<int, IntSum>(count, sharedCounts);
            if (Group.IdxX == 0)
                counts[row] = count;
        }
    }

    /// <summary>The same with a τ for each row, which its group finds by the iteration of the reference, and a random number for each row.</summary>
    [GpuKernel]
    public static void DrawRows(
        SelectionShape shape, RowNumbers numbers, ArrayView<int> examples, ArrayView<float> values, ArrayView<int> marks, ArrayView<int> counts)
    {
        ArrayView<double> shared = SharedMemory.Allocate<double>(Groups.MaximalSize);
        ArrayView<SmallAndLarge> sharedParts = SharedMemory.Allocate<SmallAndLarge>(Groups.MaximalSize);
        ArrayView<int> sharedCounts = SharedMemory.Allocate<int>(Groups.MaximalSize);
        for (int row = Grid.IdxX; row < shape.Rows; row += Grid.DimX)
        {
            double tau = RowThreshold(shape, row, values, sharedParts);
            int count = DrawRow(shape, row, tau, 0.0, numbers.Uniform(row, examples), values, marks, shared);
            count = Groups.Reduce<int, IntSum>(count, sharedCounts);
            if (Group.IdxX == 0)
                counts[row] = count;
        }
    }

    /// <summary>This thread's count of the entries of a row that pass. All threads of the group call.</summary>
    internal static int DrawRow(
        SelectionShape shape, int row, double tau, double before, float uniform, ArrayView<float> values, ArrayView<int> marks, ArrayView<double> shared)
    {
        int count = 0;
        for (int first = 0; first < shape.Width; first += Group.DimX)
        {
            int column = first + Group.IdxX;
            int place = (row * shape.Width) + column;
            float value = 0f;
            if (column < shape.Width)
                value = values[place];
            double probability = Probability(value, tau);
            double upTo = Groups.Scan<double, DoubleSum>(probability, shared, out double inChunk, out double total);

            // An entry that surely passes must not hang on the rounding of the running sum.
            int passes = probability == 1.0 || Math.Floor(before + upTo + uniform) > Math.Floor(before + inChunk + uniform) ? 1 : 0;
            if (column < shape.Width)
            {
                marks[place] = passes;
                if (passes != 0 && probability < 1.0)
                    values[place] = value < 0f ? (float)-tau : (float)tau;
            }

            count += passes;
            before += total;
        }

        return count;
    }

    private static double RowThreshold(SelectionShape shape, int row, ArrayView<float> values, ArrayView<SmallAndLarge> shared)
    {
        double tau = double.MaxValue;
        bool descends = true;
        while (descends)
        {
            SmallAndLarge sum = default;
            for (int i = Group.IdxX; i < shape.Width; i += Group.DimX)
            {
                float value = values[(row * shape.Width) + i];
                double magnitude = Magnitude(value);
                if (Ranks.IsFinite(value) && magnitude < tau)
                    sum.Small += magnitude;
                else
                    sum.Large++;
            }

            sum = Groups.Reduce<SmallAndLarge, SmallAndLargeSum>(sum, shared);
            double next = sum.Large < shape.K ? sum.Small / (shape.K - sum.Large) : tau;
            if (sum.Small == 0.0)
                next = 0.0;
            descends = next < tau && next > 0.0;
            tau = next < tau ? next : tau;
        }

        return tau;
    }

    internal static double Magnitude(float value) => value < 0f ? -(double)value : value;

    private static double Probability(float value, double tau)
    {
        double magnitude = Magnitude(value);
        double share = magnitude == 0.0 ? 0.0 : magnitude / tau;
        return !Ranks.IsFinite(value) || (magnitude >= tau && magnitude > 0.0) ? 1.0 : share;
    }
}
