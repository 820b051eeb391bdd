using System;
using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>Functions over tensors that no vector register computes: they run entry by entry, inside the kernels of their neighbours.</summary>
public sealed partial class Iterated
{
    [Parameter] public Tensor W1 { get; } = Init.KaimingUniform(6, 5, 1);
    [Parameter] public Tensor W2 { get; } = Init.KaimingUniform(4, 6, 2);

    /// <summary>√(1 + x²) by Newton's iteration, until it changes no more.</summary>
    [Differentiable]
    public static float Root(float x)
    {
        float y = 1 + (x * x);
        float root = y;
        while (MathF.Abs((root * root) - y) > 1e-5f * y)
            root = 0.5f * (root + (y / root));
        return root;
    }

    [Differentiable]
    public Tensor Loss(Tensor x, Tensor target)
    {
        var h = Sparsify.TopK(Linear(x, W1), 0.4f);
        var g = Map(h, Root) * Sigmoid(h);
        return Mean(Map(Linear(g, W2), target, (y, t) => MathF.Atan2(y - t, 1 + (Root(y) * t * t))));
    }
}
