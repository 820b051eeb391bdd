using System;
using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>One head of attention, with batched products and a number computed from a shape.</summary>
public sealed partial class Attention
{
    [Parameter] public Tensor Query { get; } = Init.KaimingUniform(4, 5, 1);
    [Parameter] public Tensor Key { get; } = Init.KaimingUniform(4, 5, 2);
    [Parameter] public Tensor Value { get; } = Init.KaimingUniform(4, 5, 3);

    [Differentiable]
    public Tensor Loss(Tensor x, Tensor target)
    {
        var q = Linear(x, Query);
        var k = Linear(x, Key);
        var v = Linear(x, Value);
        float scale = 1f / MathF.Sqrt(q.Shape[^1]);
        var weights = Softmax(MatMul(q, k, transposeB: true) * scale);
        return MeanSquaredError(MatMul(weights, v), target);
    }
}
