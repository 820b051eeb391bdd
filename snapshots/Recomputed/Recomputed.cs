using System.Collections.Generic;
using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>One block of a deep network, with values that would take memory.</summary>
public sealed partial class Wide(int width, int seed)
{
    [Parameter] public Tensor Up { get; } = Init.KaimingUniform(3 * width, width, seed);
    [Parameter] public Tensor Down { get; } = Init.KaimingUniform(width, 3 * width, seed + 1);

    [Differentiable]
    public Tensor Forward(Tensor x, float scale) => x + Linear(Gelu(Linear(x, Up)), Down) * scale;

    [Differentiable, Recompute]
    public (Tensor Sum, Tensor Product) Both(Tensor a, Tensor b)
    {
        var product = Tanh(a) * Linear(b, Up);
        return (a + b, product);
    }
}

/// <summary>Blocks whose inner values are computed again in the backward pass, by a member's attribute and by a method's.</summary>
public sealed partial class Recomputed
{
    [Recompute] public IReadOnlyList<Wide> Blocks { get; } = [new(5, 1), new(5, 3), new(5, 5)];

    public Wide Last { get; } = new(1, 7);

    [Differentiable]
    public Tensor Loss(Tensor x, Tensor target)
    {
        float scale = 0.5f;
        foreach (Wide block in Blocks)
        {
            x = block.Forward(x, scale);
            scale *= 0.9f;
        }

        var (sum, product) = Last.Both(Mean(x, axis: 1, keepDims: true), Mean(target, axis: 1, keepDims: true));
        return MeanSquaredError(x, target) + Mean(sum * product);
    }
}
