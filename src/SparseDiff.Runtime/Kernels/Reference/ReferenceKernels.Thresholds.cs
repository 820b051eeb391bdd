namespace SparseDiff.Kernels;

internal partial class ReferenceKernels
{
    public override GradientMoments Moments(Tensor x)
    {
        double[] values = Doubles.Load(x);
        double[] finite = Array.FindAll(values, double.IsFinite);
        return new GradientMoments(values.Count(static value => value != 0), finite.Sum(), finite.Sum(static value => value * value));
    }

    public override long CountAbove(Tensor x, float threshold) => Doubles.Load(x).Count(value => IsAbove(value, threshold));

    public override void SelectAbove(Tensor x, float threshold, SparseRows into)
    {
        double[] values = Doubles.Load(x);
        Store(values, Array.ConvertAll(values, value => IsAbove(value, threshold)), x.Shape, into);
    }

    public override float MagnitudeCut(ReadOnlySpan<Tensor> tensors, long k, out long ties)
    {
        var magnitudes = new List<float>();
        foreach (Tensor tensor in tensors)
            magnitudes.AddRange(Doubles.Load(tensor).Select(static value => double.IsFinite(value) ? (float)Math.Abs(value) : float.PositiveInfinity));
        magnitudes.Sort();
        float kth = magnitudes[(int)(magnitudes.Count - k)];
        long above = magnitudes.Count(magnitude => magnitude > kth);
        ties = magnitudes.Count(magnitude => magnitude == kth) == k - above ? 0 : k - above;
        return kth;
    }

    private static bool IsAbove(double value, float threshold) => !double.IsFinite(value) || Math.Abs(value) > threshold;
}
