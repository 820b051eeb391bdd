namespace SparseDiff.Kernels;

internal partial class ReferenceKernels
{
    public override void SelectRows<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, int k, SparseRows into)
    {
        double[] values = Run(pull, inputs, shape, 1)[0];
        int width = shape.IsEmpty ? 1 : shape[^1];
        var kept = new bool[values.Length];
        for (int row = 0; row < values.Length; row += width)
            KeepLargest(values, row, width, k, kept);
        Store(values, kept, shape, into);
    }

    public override void SelectTensor<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, int k, SparseRows into)
    {
        double[] values = Run(pull, inputs, shape, 1)[0];
        var kept = new bool[values.Length];
        KeepLargest(values, 0, values.Length, k, kept);
        Store(values, kept, shape, into);
    }

    public override void SampleTensor<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, int k, float uniform, SparseRows into)
    {
        double[] values = Run(pull, inputs, shape, 1)[0];
        var kept = new bool[values.Length];
        Sample(values, kept, SamplingThreshold(values, k), uniform);
        Store(values, kept, shape, into);
    }

    public override void SampleRows<TKernel>(in TKernel pull, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<int> shape, int k, RowStream stream, SparseRows into)
    {
        double[] values = Run(pull, inputs, shape, 1)[0];
        var kept = new bool[values.Length];
        int width = shape.IsEmpty ? 1 : shape[^1];
        int[] examples = stream.Examples?.ToArray() ?? [];
        for (int start = 0; start < values.Length; start += width)
        {
            Span<double> row = values.AsSpan(start, width);
            Sample(row, kept.AsSpan(start, width), SamplingThreshold(row, k), stream.Uniform(start / width, examples));
        }

        Store(values, kept, shape, into);
    }

    private static void Sample(Span<double> values, Span<bool> kept, double tau, float uniform)
    {
        double sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double probability = Probability(values[i], tau);
            double next = sum + probability;

            // An entry that surely passes must not hang on the rounding of the running sum.
            kept[i] = probability == 1 || Math.Floor(next + uniform) > Math.Floor(sum + uniform);
            sum = next;
            if (kept[i] && probability < 1)
                values[i] = Math.CopySign(tau, values[i]);
        }
    }

    /// <summary>
    /// The τ with Σ min(1, |g| / τ) = k, by the fixed point τ = (sum of the entries below τ) / (k - number of the others), which
    /// descends from the mean in finitely many steps; 0 when all entries that are not zero fit.
    /// </summary>
    internal static double SamplingThreshold(ReadOnlySpan<double> values, int k)
    {
        double tau = double.PositiveInfinity;
        while (true)
        {
            int large = 0;
            double small = 0;
            foreach (double value in values)
            {
                double magnitude = Math.Abs(value);
                if (double.IsFinite(magnitude) && magnitude < tau)
                    small += magnitude;
                else
                    large++;
            }

            if (large >= k || small == 0)
                return small == 0 ? 0 : tau;
            double next = small / (k - large);
            if (next >= tau)
                return tau;
            tau = next;
        }
    }

    private static double Probability(double value, double tau)
    {
        double magnitude = Math.Abs(value);
        if (!double.IsFinite(magnitude) || (magnitude >= tau && magnitude > 0))
            return 1;
        return magnitude == 0 ? 0 : magnitude / tau;
    }

    private static void KeepLargest(double[] values, int start, int length, int k, bool[] kept)
    {
        // A stable sort by descending rank: ties stay in the order of their index.
        foreach (int index in Enumerable.Range(start, length).OrderByDescending(i => Rank(values[i])).Take(k))
            kept[index] = true;
    }

    private static double Rank(double value) => double.IsNaN(value) ? double.PositiveInfinity : Math.Abs(value);

    private static void Store(double[] values, bool[] kept, ReadOnlySpan<int> shape, SparseRows into)
    {
        into.BeginCompressed(shape, kept.Count(static keep => keep));
        var starts = new int[into.Rows + 1];
        var columns = new List<int>();
        var entries = new List<double>();
        for (int row = 0; row < into.Rows; row++)
        {
            for (int column = 0; column < into.Columns; column++)
            {
                int index = (row * into.Columns) + column;
                if (!kept[index])
                    continue;
                columns.Add(column);
                entries.Add(values[index]);
            }

            starts[row + 1] = columns.Count;
        }

        into.Pattern.RowStart.Write(0, starts);
        into.Pattern.ColumnIndex.Write(0, columns.ToArray());
        into.Pattern.Count = columns.Count;
        Doubles.Store(entries.ToArray(), into.Values, 0);
    }
}
