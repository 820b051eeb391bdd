namespace SparseDiff.Tests.Rules;

public static partial class RuleTable
{
    /// <summary>What recurrent networks and transformers are made of.</summary>
    private static IEnumerable<RuleCase> Sequences()
    {
        Indices tokens = Indices.From([4, 0, 4, 2, 0, 4], [2, 3], Device.Reference);
        foreach (int[] table in new[] { S(5, 4), S(5), S(5, 2, 3) })
        {
            yield return Row(nameof(Ops.Embedding), c => Ops.Embedding(c.T("w"), tokens), ("w", table), ("indices", tokens));
            yield return Row(nameof(Ops.GatherRows), c => Ops.GatherRows(c.T("x"), tokens), ("x", table), ("indices", tokens));
        }

        foreach (int[] x in new[] { S(3, 5), S(2, 2, 4), S(6) })
        {
            yield return Row(
                nameof(Ops.LayerNorm), c => Ops.LayerNorm(c.T("x"), c.T("w"), c.T("b"), 0.1f), ("x", x), ("w", S(x[^1])), ("b", S(x[^1])), ("epsilon", 0.1f));
            yield return Row(nameof(Ops.RmsNorm), c => Ops.RmsNorm(c.T("x"), c.T("w"), 0.1f), ("x", x), ("w", S(x[^1])), ("epsilon", 0.1f));
        }

        foreach ((int axis, int start, int end) in new[] { (0, 1, 3), (1, 0, 2), (-1, 1, 4), (-1, 0, 4), (1, 1, 1) })
            yield return Row(nameof(Ops.Slice), c => Ops.Slice(c.T("x"), axis, start, end), ("x", S(3, 2, 4)), ("axis", axis), ("start", start), ("end", end));
        foreach (int axis in new[] { 0, 1, -1 })
        {
            int[] Other(int size) => [.. S(2, 3, 4).Select((length, i) => i == (axis + 3) % 3 ? size : length)];
            yield return Row(nameof(Ops.Concat), c => Ops.Concat(c.T("a"), c.T("b"), c.T("c"), axis), ("a", S(2, 3, 4)), ("b", Other(1)), ("c", Other(5)), ("axis", axis));
            yield return Row(nameof(Ops.Stack), c => Ops.Stack(c.T("a"), c.T("b"), c.T("c"), axis), ("a", S(2, 3)), ("b", S(2, 3)), ("c", S(2, 3)), ("axis", axis));
        }

        yield return Row(nameof(Ops.BroadcastTo), c => Ops.BroadcastTo(c.T("x"), S(5, 2, 3, 4)), ("x", S(3, 1)));
        yield return Row(nameof(Ops.BroadcastTo), c => Ops.BroadcastTo(c.T("x"), S(2, 3)), ("x", S(2, 3)));
        foreach (Axes axes in new Axes[] { new([2, 0, 1]), new([-1, 1, 0]) })
            yield return Row(nameof(Ops.Permute), c => Ops.Permute(c.T("x"), axes.Order), ("x", S(2, 3, 4)), ("axes", axes));
        foreach (bool causal in new[] { false, true })
        {
            yield return Row(
                nameof(Ops.ScaledDotProductAttention), c => Ops.ScaledDotProductAttention(c.T("q"), c.T("k"), c.T("v"), causal),
                ("q", S(2, 3, 4, 5)), ("k", S(2, 3, 4, 5)), ("v", S(2, 3, 4, 2)), ("causal", causal));
            yield return Row(
                nameof(Ops.ScaledDotProductAttention), c => Ops.ScaledDotProductAttention(c.T("q"), c.T("k"), c.T("v"), causal),
                ("q", S(3, 2)), ("k", S(5, 2)), ("v", S(5, 3)), ("causal", causal));
            yield return Row(nameof(Ops.SelfAttention), c => Ops.SelfAttention(c.T("qkv"), 2, causal), ("qkv", S(2, 4, 18)), ("heads", 2), ("causal", causal));
        }

        yield return Row(nameof(Ops.LstmGates), c => Ops.LstmGates(c.T("z")), ("z", S(3, 20)));
        yield return Row(nameof(Ops.LstmMemory), c => Ops.LstmMemory(c.T("gates"), c.T("c")), ("gates", S(3, 20)), ("c", S(3, 5)));
        yield return Row(nameof(Ops.LstmOutput), c => Ops.LstmOutput(c.T("gates"), c.T("c")), ("gates", S(3, 20)), ("c", S(3, 5)));
        yield return Row(nameof(Ops.GruOutput), c => Ops.GruOutput(c.T("zX"), c.T("zH"), c.T("h")), ("zX", S(3, 15)), ("zH", S(3, 15)), ("h", S(3, 5)));
        foreach (float rate in new[] { 0f, 0.4f })
            yield return Row(nameof(Ops.Dropout), c => Ops.Dropout(c.T("x"), rate, 7, 3), ("x", S(5, 9)), ("rate", rate), ("seed", 7), ("step", 3L));
    }
}
