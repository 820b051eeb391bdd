namespace SparseDiff.Kernels;

internal partial class ReferenceKernels
{
    public override void SelectRowsByEnergy(Tensor gradient, double share, SparseRows into)
    {
        double[] values = Doubles.Load(gradient);
        var kept = new bool[values.Length];
        int width = gradient.Rank == 0 ? 1 : gradient.Columns;
        for (int start = 0; start < values.Length; start += width)
            KeepLargest(values, start, width, CountOfEnergy(values.AsSpan(start, width), share), kept);
        Store(values, kept, gradient.Shape, into);
    }

    public override void SampleRowsByVariance(Tensor gradient, double variance, RowStream stream, SparseRows into)
    {
        double[] values = Doubles.Load(gradient);
        var kept = new bool[values.Length];
        int width = gradient.Rank == 0 ? 1 : gradient.Columns;
        int[] examples = stream.Examples?.ToArray() ?? [];
        for (int start = 0; start < values.Length; start += width)
        {
            Span<double> row = values.AsSpan(start, width);
            Sample(row, kept.AsSpan(start, width), VarianceThreshold(row, variance), stream.Uniform(start / width, examples));
        }

        Store(values, kept, gradient.Shape, into);
    }

    public override long CountOfEnergy(ReadOnlySpan<Tensor> tensors, double share)
    {
        List<double> values = [];
        foreach (Tensor tensor in tensors)
            values.AddRange(Doubles.Load(tensor));
        return Math.Max(CountOfEnergy(values.ToArray(), share), Math.Min(1, values.Count));
    }

    public override void SampleTensorByVariance(Tensor gradient, double variance, float uniform, SparseRows into)
    {
        double[] values = Doubles.Load(gradient);
        var kept = new bool[values.Length];
        Sample(values, kept, VarianceThreshold(values, variance), uniform);
        Store(values, kept, gradient.Shape, into);
    }

    private static double VarianceThreshold(ReadOnlySpan<double> values, double variance) => SliceSample.ThresholdOfVariance(
        [.. values.ToArray().Select(static value => double.IsFinite(value) ? (float)Math.Abs(value) : float.PositiveInfinity)], variance);

    /// <summary>How many of the largest pass, what is not finite among them.</summary>
    private static int CountOfEnergy(ReadOnlySpan<double> values, double share)
    {
        double[] sorted = [.. values.ToArray().Where(double.IsFinite).Select(Math.Abs).OrderDescending()];
        int infinite = values.Length - sorted.Length;
        double wanted = SliceSample.EnergyOf(share, sorted.Sum(static value => value * value));
        double energy = 0;
        int count = 0;
        while (count < sorted.Length && sorted[count] > 0 && (energy < wanted || count + infinite == 0))
            energy += sorted[count] * sorted[count++];
        return count + infinite;
    }
}
