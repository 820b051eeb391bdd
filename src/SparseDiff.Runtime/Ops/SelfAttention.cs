using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>
    /// Multi-head attention of a sequence to itself, from queries, keys and values side by side, as one linear layer makes them: no copy
    /// separates them or the heads.
    /// </summary>
    /// <param name="qkv">[..., positions, 3 · features]: in each position all heads' queries, then all keys, then all values.</param>
    /// <param name="heads">How many heads; they divide the features.</param>
    /// <param name="causal">Whether position i sees only positions 0 to i.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>[..., positions, features].</returns>
    /// <exception cref="ShapeException">The shape is another, or the heads do not divide it.</exception>
    public static Tensor SelfAttention(Tensor qkv, int heads, bool causal = true, Slot into = default)
    {
        AttentionShape shape = SelfAttentionOf(qkv, heads, causal);
        Span<int> result = stackalloc int[qkv.Rank];
        qkv.Shape.CopyTo(result);
        result[^1] = qkv.Columns / 3;
        Tensor y = into.Take(qkv.Device, result);
        qkv.Device.Kernels.Attention(shape, Heads(qkv, shape, 0), Heads(qkv, shape, 1), Heads(qkv, shape, 2), Heads(y, shape, 0));
        return y;
    }

    /// <summary>The gradients of queries, keys and values side by side; the weights are computed again.</summary>
    [VjpOf(nameof(SelfAttention), "qkv")]
    public static Tensor SelfAttentionVjp(Tensor qkv, Tensor dY, int heads, bool causal, Slot into = default)
    {
        AttentionShape shape = SelfAttentionOf(qkv, heads, causal);
        Tensor dQkv = into.TakeLike(qkv);
        dY.Device.Kernels.AttentionVjp(
            shape, Heads(qkv, shape, 0), Heads(qkv, shape, 1), Heads(qkv, shape, 2), Heads(dY, shape, 0),
            Heads(dQkv, shape, 0), Heads(dQkv, shape, 1), Heads(dQkv, shape, 2));
        return dQkv;
    }

    /// <summary>The same for the sequences that dY has, which are its examples; where the examples are the positions of a single one, for the whole.</summary>
    [VjpOf(nameof(SelfAttention), "qkv")]
    public static SparseExamples SelfAttentionVjp(Tensor qkv, SparseExamples dY, int heads, bool causal, SparseSlot into = default)
    {
        ExampleBlocks blocks = new(qkv, dY, into, apart: qkv.Rank > 2);
        SelfAttentionVjp(blocks.Of(qkv), blocks.Gradient, heads, causal, blocks.Slot);
        return blocks.Result;
    }

    private static AttentionShape SelfAttentionOf(Tensor qkv, int heads, bool causal)
    {
        if (qkv.Rank < 2 || heads < 1 || qkv.Columns == 0 || qkv.Columns % (3 * heads) != 0)
            throw new ShapeException($"SelfAttention: qkv is {qkv.ShapeText} and heads is {heads}; qkv must be [..., positions, 3 · features] with features that the heads divide.");
        int positions = qkv.Shape[^2];
        int width = qkv.Columns / 3 / heads;
        return new AttentionShape(Shapes.Length(qkv.Shape[..^2]), heads, positions, positions, width, width, 1 / MathF.Sqrt(width), causal);
    }

    /// <summary>The heads of one of the parts of a tensor.</summary>
    private static HeadWindow Heads(Tensor x, in AttentionShape shape, int part) =>
        new(x, part * shape.Heads * shape.Width, shape.Queries * x.Columns, shape.Width, x.Columns);
}
