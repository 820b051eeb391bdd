namespace SparseDiff.Tests.Rules;

public static partial class RuleTable
{
    private const int LargestDrawn = 6;

    /// <summary>Every operation with rules for sparse gradients, on shapes that are drawn.</summary>
    public static IEnumerable<RuleCase> Drawn(int seed)
    {
        var random = new Random(seed);
        int[] x = Shape(2 + random.Next(3));
        int axis = random.Next(x.Length);
        int features = x[^1];
        yield return Row(nameof(Ops.Linear), c => Ops.Linear(c.T("x"), c.T("w"), c.T("b")), ("x", x), ("w", S(x[0], features)), ("b", S(x[0])));
        yield return Row(
            nameof(Ops.SampledLinear), c => Ops.SampledLinear(c.T("x"), c.T("w"), c.T("b"), 1f, 3, 5),
            ("x", x), ("w", S(x[0], features)), ("b", S(x[0])), ("budget", (Budget)1f), ("seed", 3), ("step", 5L));
        yield return Drawn(Size(), Size(), Size(), Shape(random.Next(3)));
        yield return Row(nameof(Ops.LayerNorm), c => Ops.LayerNorm(c.T("x"), c.T("w"), c.T("b"), 0.1f), ("x", x), ("w", S(features)), ("b", S(features)), ("epsilon", 0.1f));
        yield return Row(nameof(Ops.RmsNorm), c => Ops.RmsNorm(c.T("x"), c.T("w"), 0.1f), ("x", x), ("w", S(features)), ("epsilon", 0.1f));
        yield return Row(nameof(Ops.Softmax), c => Ops.Softmax(c.T("x"), axis), ("x", x), ("axis", axis));
        yield return Row(nameof(Ops.LogSoftmax), c => Ops.LogSoftmax(c.T("x"), axis), ("x", x), ("axis", axis));
        yield return Row(nameof(Ops.Dropout), c => Ops.Dropout(c.T("x"), 0.4f, seed, 3), ("x", x), ("rate", 0.4f), ("seed", seed), ("step", 3L));

        int start = random.Next(x[axis]);
        int end = random.Next(start + 1, x[axis] + 1);
        yield return Row(nameof(Ops.Slice), c => Ops.Slice(c.T("x"), axis, start, end), ("x", x), ("axis", axis), ("start", start), ("end", end));
        yield return Row(nameof(Ops.Concat), c => Ops.Concat(c.T("a"), c.T("b"), c.T("c"), axis), ("a", x), ("b", Along()), ("c", Along()), ("axis", axis));
        int place = random.Next(x.Length + 1);
        yield return Row(nameof(Ops.Stack), c => Ops.Stack(c.T("a"), c.T("b"), c.T("c"), place), ("a", x), ("b", x), ("c", x), ("axis", place));
        int[] flat = random.Next(2) == 0 ? S(-1, features) : S(x[0], -1);
        yield return Row(nameof(Ops.Reshape), c => Ops.Reshape(c.T("x"), flat), ("x", x));
        yield return Row(nameof(Ops.Transpose), c => Ops.Transpose(c.T("x"), 0, axis), ("x", x), ("first", 0), ("second", axis));
        int[] order = [.. Enumerable.Range(0, x.Length)];
        random.Shuffle(order);
        yield return Row(nameof(Ops.Permute), c => Ops.Permute(c.T("x"), order), ("x", x), ("axes", new Axes(order)));

        int[] table = Shape(1 + random.Next(3));
        int[] places = Shape(1 + random.Next(2));
        Indices rows = Indices.From([.. Enumerable.Range(0, places.Aggregate(1, (a, b) => a * b)).Select(_ => random.Next(table[0]))], places, Device.Reference);
        yield return Row(nameof(Ops.Embedding), c => Ops.Embedding(c.T("w"), rows), ("w", table), ("indices", rows));
        yield return Row(nameof(Ops.GatherRows), c => Ops.GatherRows(c.T("x"), rows), ("x", table), ("indices", rows));

        int heads = 1 + random.Next(3);
        (int batch, int positions, int width) = (Size(), Size(), Size());
        bool causal = random.Next(2) == 0;
        yield return Row(nameof(Ops.SelfAttention), c => Ops.SelfAttention(c.T("qkv"), heads, causal), ("qkv", S(batch, positions, 3 * heads * width)), ("heads", heads), ("causal", causal));
        yield return Row(
            nameof(Ops.ScaledDotProductAttention), c => Ops.ScaledDotProductAttention(c.T("q"), c.T("k"), c.T("v"), causal),
            ("q", S(batch, heads, positions, width)), ("k", S(batch, heads, positions, width)), ("v", S(batch, heads, positions, features)), ("causal", causal));

        int groups = 1 + random.Next(2);
        int[] image = S(Size(), groups * Size(), 4 + Size(), 4 + Size());
        yield return Convolution(image, S(groups * Size(), image[1] / groups, 1 + random.Next(3), 1 + random.Next(3)), 1 + random.Next(2), random.Next(2), 1 + random.Next(2), groups);
        foreach ((string pool, Func<RuleCase, Tensor> forward) in new (string, Func<RuleCase, Tensor>)[] { (nameof(Ops.MaxPool2d), c => Ops.MaxPool2d(c.T("x"), 2, 2, 0)), (nameof(Ops.AvgPool2d), c => Ops.AvgPool2d(c.T("x"), 2, 2, 0)) })
            yield return Row(pool, forward, ("x", image), ("kernel", 2), ("stride", 2), ("padding", 0));
        yield return Row(nameof(Ops.GlobalAvgPool2d), c => Ops.GlobalAvgPool2d(c.T("x")), ("x", image));

        int Size() => random.Next(1, LargestDrawn + 1);
        int[] Shape(int rank) => [.. Enumerable.Range(0, rank).Select(_ => Size())];
        int[] Along() => [.. x.Select((size, i) => i == axis ? Size() : size)];
        RuleCase Drawn(int m, int k, int n, int[] batch)
        {
            (bool ta, bool tb) = (random.Next(2) == 0, random.Next(2) == 0);
            int[] shared = random.Next(2) == 0 ? [] : batch;
            return MatMul([.. batch, .. ta ? S(k, m) : S(m, k)], [.. shared, .. tb ? S(n, k) : S(k, n)], ta, tb);
        }
    }
}
