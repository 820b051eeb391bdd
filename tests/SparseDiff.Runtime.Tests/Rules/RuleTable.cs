namespace SparseDiff.Tests.Rules;

/// <summary>Arguments for every operation. A new operation is a new row; a test fails as long as it has none.</summary>
public static partial class RuleTable
{
    private const int Seed = 20261122;

    public static IEnumerable<RuleCase> Cases()
    {
        yield return Row(nameof(Ops.Linear), c => Ops.Linear(c.T("x"), c.T("w"), c.T("b")), ("x", S(3, 4)), ("w", S(5, 4)), ("b", S(5)));
        yield return Row(nameof(Ops.Linear), c => Ops.Linear(c.T("x"), c.T("w"), c.T("b")), ("x", S(2, 3, 4)), ("w", S(1, 4)), ("b", S(1)));

        // With everything drawn the sample is the whole.
        yield return Row(nameof(Ops.SampledLinear), c => Ops.SampledLinear(c.T("x"), c.T("w"), c.T("b"), 1f, 3, 5), ("x", S(4, 4)), ("w", S(5, 4)), ("b", S(5)), ("budget", (Budget)1f), ("seed", 3), ("step", 5L));
        yield return Row(nameof(Ops.SampledLinear), c => Ops.SampledLinear(c.T("x"), c.T("w"), c.T("b"), Budget.Variance(0), 3, 5), ("x", S(2, 3, 4)), ("w", S(1, 4)), ("b", S(1)), ("budget", Budget.Variance(0)), ("seed", 3), ("step", 5L));
        foreach ((bool ta, bool tb) in new[] { (false, false), (false, true), (true, false), (true, true) })
        {
            yield return MatMul(ta ? S(4, 3) : S(3, 4), tb ? S(5, 4) : S(4, 5), ta, tb);
            yield return MatMul(ta ? S(2, 4, 3) : S(2, 3, 4), tb ? S(2, 5, 4) : S(2, 4, 5), ta, tb);
            yield return MatMul(ta ? S(2, 4, 3) : S(2, 3, 4), tb ? S(5, 4) : S(4, 5), ta, tb);
            yield return MatMul(ta ? S(4, 3) : S(3, 4), tb ? S(2, 5, 4) : S(2, 4, 5), ta, tb);
            yield return MatMul(ta ? S(2, 1, 4, 3) : S(2, 1, 3, 4), tb ? S(3, 5, 4) : S(3, 4, 5), ta, tb);
        }

        foreach (int? axis in new int?[] { null, 0, 1, -1 })
        {
            foreach (bool keep in new[] { false, true })
            {
                yield return Row(nameof(Ops.Sum), c => Ops.Sum(c.T("x"), axis, keep), ("x", S(2, 3, 4)), ("axis", axis), ("keepDims", keep));
                yield return Row(nameof(Ops.Mean), c => Ops.Mean(c.T("x"), axis, keep), ("x", S(2, 3, 4)), ("axis", axis), ("keepDims", keep));
            }
        }

        yield return Row(nameof(Ops.Sum), c => Ops.Sum(c.T("x")), ("x", S()), ("axis", null), ("keepDims", false));
        yield return Row(nameof(Ops.Reshape), c => Ops.Reshape(c.T("x"), -1, 2), ("x", S(2, 3, 4)));
        yield return Row(nameof(Ops.Transpose), c => Ops.Transpose(c.T("x")), ("x", S(3, 4)), ("first", -2), ("second", -1));
        yield return Row(nameof(Ops.Transpose), c => Ops.Transpose(c.T("x"), 0, 2), ("x", S(2, 3, 4)), ("first", 0), ("second", 2));
        foreach (int axis in new[] { -1, 0, 1 })
        {
            yield return Row(nameof(Ops.Softmax), c => Ops.Softmax(c.T("x"), axis), ("x", S(2, 3, 4)), ("axis", axis));
            yield return Row(nameof(Ops.LogSoftmax), c => Ops.LogSoftmax(c.T("x"), axis), ("x", S(2, 3, 4)), ("axis", axis));
        }

        Labels labels = Labels.From([1, 0, 4], Device.Reference);
        foreach ((float smoothing, int? ignored) in new (float, int?)[] { (0, null), (0.1f, null), (0.25f, 0), (0, 4) })
        {
            yield return Row(
                nameof(Ops.SoftmaxCrossEntropy), c => Ops.SoftmaxCrossEntropy(c.T("logits"), labels, smoothing, ignored),
                ("logits", S(3, 5)), ("labels", labels), ("labelSmoothing", smoothing), ("ignoreIndex", ignored));
        }

        yield return Row(nameof(Ops.MeanSquaredError), c => Ops.MeanSquaredError(c.T("prediction"), c.T("target")), ("prediction", S(3, 4)), ("target", S(3, 4)));
        foreach (RuleCase on in Lines().Concat(Losses()).Concat(Sequences()))
            yield return on;
        foreach (RuleCase vision in Vision())
            yield return vision;
    }

    private static IEnumerable<RuleCase> Vision()
    {
        yield return Convolution(S(2, 2, 5, 4), S(3, 2, 3, 3), stride: 1, padding: 1);
        yield return Convolution(S(2, 3, 6, 5), S(2, 3, 2, 3), stride: 2, padding: 1);
        yield return Convolution(S(1, 4, 5, 6), S(6, 2, 3, 1), stride: 1, padding: 0, dilation: 2, groups: 2);
        yield return Convolution(S(2, 3, 4, 4), S(3, 1, 3, 3), stride: 1, padding: 2, groups: 3);
        foreach ((int kernel, int stride, int padding) in new[] { (2, 2, 0), (3, 2, 1), (2, 0, 1) })
        {
            yield return Pool(nameof(Ops.MaxPool2d), c => Ops.MaxPool2d(c.T("x"), kernel, stride, padding), kernel, stride, padding);
            yield return Pool(nameof(Ops.AvgPool2d), c => Ops.AvgPool2d(c.T("x"), kernel, stride, padding), kernel, stride, padding);
        }

        yield return Row(nameof(Ops.GlobalAvgPool2d), c => Ops.GlobalAvgPool2d(c.T("x")), ("x", S(2, 3, 2, 5)));
        var frozen = new RunningStatistics(Random(1, 2), Tensor.From([0.5f, 2], [2], Device.Reference)) { IsFrozen = true };
        foreach (RunningStatistics? running in new[] { null, frozen })
        {
            yield return Row(
                nameof(Ops.BatchNorm),
                c => Ops.BatchNorm(c.T("x"), c.T("w"), c.T("b"), 1e-5f, running),
                ("x", S(3, 2, 2, 3)), ("w", S(2)), ("b", S(2)), ("eps", 1e-5f), ("running", running));
        }
    }

    /// <summary>Numbers in ±2 away from 0, on the reference device.</summary>
    public static Tensor Random(int seed, params int[] shape)
    {
        Tensor tensor = Init.Uniform(0.1f, 2f, seed, shape);
        Span<float> values = tensor.AsSpan();
        for (int i = 0; i < values.Length; i++)
            values[i] *= (CounterRandom.Bits((ulong)seed + 99, (ulong)i) & 1) == 0 ? 1 : -1;
        return tensor.To(Device.Reference);
    }

    /// <summary>An argument that is a list of whole numbers, not a shape to fill.</summary>
    private sealed record Axes(int[] Order);

    private static int[] S(params int[] shape) => shape;

    private static RuleCase MatMul(int[] a, int[] b, bool ta, bool tb) => Row(
        nameof(Ops.MatMul), c => Ops.MatMul(c.T("a"), c.T("b"), ta, tb), ("a", a), ("b", b), ("transposeA", ta), ("transposeB", tb));

    private static RuleCase Convolution(int[] x, int[] w, int stride, int padding, int dilation = 1, int groups = 1) => Row(
        nameof(Ops.Conv2d),
        c => Ops.Conv2d(c.T("x"), c.T("w"), c.T("b"), stride, padding, dilation, groups),
        ("x", x), ("w", w), ("b", S(w[0])), ("stride", stride), ("padding", padding), ("dilation", dilation), ("groups", groups));

    private static RuleCase Pool(string operation, Func<RuleCase, Tensor> forward, int kernel, int stride, int padding) =>
        Row(operation, forward, ("x", S(2, 2, 5, 6)), ("kernel", kernel), ("stride", stride), ("padding", padding));

    private static RuleCase Row(string operation, Func<RuleCase, Tensor> forward, params (string Name, object? Value)[] arguments)
    {
        int seed = Seed;
        return new RuleCase(
            operation, arguments.ToDictionary(a => a.Name, a => a.Value switch { int[] shape => Random(seed++, shape), Axes axes => axes.Order, var value => value }), forward);
    }
}
