using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>softmax(q · kᵀ / √width) · v for each matrix of the leading dimensions (Vaswani et al., arXiv 1706.03762).</summary>
    /// <remarks>
    /// The weights of one block of queries exist at a time, never all of them; backwards they are computed again, by each of the three
    /// rules. <see cref="SelfAttention"/> takes queries, keys and values side by side and computes them once.
    /// </remarks>
    /// <param name="q">The queries, [..., queries, width].</param>
    /// <param name="k">The keys, [..., keys, width].</param>
    /// <param name="v">The values, [..., keys, value width].</param>
    /// <param name="causal">Whether query i sees only keys 0 to i.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>[..., queries, value width].</returns>
    /// <exception cref="ShapeException">The shapes do not go together.</exception>
    [return: Shape("..., queries, values")]
    public static Tensor ScaledDotProductAttention(
        [Shape("..., queries, width")] Tensor q, [Shape("..., keys, width")] Tensor k, [Shape("..., keys, values")] Tensor v, bool causal = false, Slot into = default)
    {
        AttentionShape shape = AttentionOf(q, k, v, causal);
        Span<int> result = stackalloc int[q.Rank];
        q.Shape.CopyTo(result);
        result[^1] = shape.ValueWidth;
        Tensor y = into.Take(q.Device, result);
        q.Device.Kernels.Attention(shape, Whole(q), Whole(k), Whole(v), Whole(y));
        return y;
    }

    /// <summary>dQ = dS · k with dS = p (dY · vᵀ - Σ) / √width and the weights p.</summary>
    [VjpOf(nameof(ScaledDotProductAttention), "q")]
    public static Tensor ScaledDotProductAttentionVjpQ(Tensor q, Tensor k, Tensor v, Tensor dY, bool causal, Slot into = default)
    {
        Tensor dQ = into.TakeLike(q);
        dY.Device.Kernels.AttentionVjp(AttentionOf(q, k, v, causal), Whole(q), Whole(k), Whole(v), Whole(dY), Whole(dQ), null, null);
        return dQ;
    }

    /// <summary>dK = dSᵀ · q.</summary>
    [VjpOf(nameof(ScaledDotProductAttention), "k")]
    public static Tensor ScaledDotProductAttentionVjpK(Tensor q, Tensor k, Tensor v, Tensor dY, bool causal, Slot into = default)
    {
        Tensor dK = into.TakeLike(k);
        dY.Device.Kernels.AttentionVjp(AttentionOf(q, k, v, causal), Whole(q), Whole(k), Whole(v), Whole(dY), null, Whole(dK), null);
        return dK;
    }

    /// <summary>dV = pᵀ · dY.</summary>
    [VjpOf(nameof(ScaledDotProductAttention), "v")]
    public static Tensor ScaledDotProductAttentionVjpV(Tensor q, Tensor k, Tensor v, Tensor dY, bool causal, Slot into = default)
    {
        Tensor dV = into.TakeLike(v);
        dY.Device.Kernels.AttentionVjp(AttentionOf(q, k, v, causal), Whole(q), Whole(k), Whole(v), Whole(dY), null, null, Whole(dV));
        return dV;
    }

    /// <summary>dQ for the leading dimension's matrices that dY has; where the examples are queries, for the whole.</summary>
    [VjpOf(nameof(ScaledDotProductAttention), "q")]
    public static SparseExamples ScaledDotProductAttentionVjpQ(Tensor q, Tensor k, Tensor v, SparseExamples dY, bool causal, SparseSlot into = default)
    {
        ExampleBlocks blocks = new(q, dY, into, apart: q.Rank > 2);
        ScaledDotProductAttentionVjpQ(blocks.Of(q), blocks.Of(k, 1), blocks.Of(v, 2), blocks.Gradient, causal, blocks.Slot);
        return blocks.Result;
    }

    /// <summary>dK for the leading dimension's matrices that dY has; where the examples are queries, for the whole.</summary>
    [VjpOf(nameof(ScaledDotProductAttention), "k")]
    public static SparseExamples ScaledDotProductAttentionVjpK(Tensor q, Tensor k, Tensor v, SparseExamples dY, bool causal, SparseSlot into = default)
    {
        ExampleBlocks blocks = new(k, dY, into, apart: q.Rank > 2);
        ScaledDotProductAttentionVjpK(blocks.Of(q), blocks.Of(k, 1), blocks.Of(v, 2), blocks.Gradient, causal, blocks.Slot);
        return blocks.Result;
    }

    /// <summary>dV for the leading dimension's matrices that dY has; where the examples are queries, for the whole.</summary>
    [VjpOf(nameof(ScaledDotProductAttention), "v")]
    public static SparseExamples ScaledDotProductAttentionVjpV(Tensor q, Tensor k, Tensor v, SparseExamples dY, bool causal, SparseSlot into = default)
    {
        ExampleBlocks blocks = new(v, dY, into, apart: q.Rank > 2);
        ScaledDotProductAttentionVjpV(blocks.Of(q), blocks.Of(k, 1), blocks.Of(v, 2), blocks.Gradient, causal, blocks.Slot);
        return blocks.Result;
    }

    private static AttentionShape AttentionOf(Tensor q, Tensor k, Tensor v, bool causal)
    {
        bool fits = q.Rank >= 2 && k.Rank == q.Rank && v.Rank == q.Rank && q.Columns == k.Columns && k.Shape[^2] == v.Shape[^2]
            && q.Shape[..^2].SequenceEqual(k.Shape[..^2]) && q.Shape[..^2].SequenceEqual(v.Shape[..^2]) && k.Shape[^2] > 0 && q.Columns > 0;
        if (!fits)
        {
            throw new ShapeException(
                $"ScaledDotProductAttention: q is {q.ShapeText}, k is {k.ShapeText} and v is {v.ShapeText}; they must be [..., queries, width], [..., keys, width] and [..., keys, value width] with equal leading dimensions.");
        }

        Broadcasting.CheckDevice(nameof(ScaledDotProductAttention), q, k.Device);
        Broadcasting.CheckDevice(nameof(ScaledDotProductAttention), q, v.Device);
        return new AttentionShape(Shapes.Length(q.Shape[..^2]), 1, q.Shape[^2], k.Shape[^2], q.Columns, v.Columns, 1 / MathF.Sqrt(q.Columns), causal);
    }

    /// <summary>Every matrix of a tensor as a head.</summary>
    private static HeadWindow Whole(Tensor x) => new(x, 0, x.Shape[^2] * x.Columns, 0, x.Columns);
}
