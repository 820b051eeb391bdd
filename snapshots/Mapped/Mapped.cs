using System;
using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>Functions of numbers over the elements of tensors: they join their neighbours in one kernel.</summary>
public sealed partial class Mapped
{
    [Parameter] public Tensor W1 { get; } = Init.KaimingUniform(6, 5, 1);
    [Parameter] public Tensor W2 { get; } = Init.KaimingUniform(4, 6, 2);

    public float Slope { get; set; } = 0.1f;

    [Differentiable]
    public static float Mish(float x) => x * MathF.Tanh(Softplus(x));

    [Differentiable]
    public static float Huber(float prediction, float target)
    {
        float error = prediction - target;
        if (MathF.Abs(error) < 0.5f)
            return error * error;
        return MathF.Abs(error) - 0.25f;
    }

    [Differentiable]
    public Tensor Loss(Tensor x, Tensor target)
    {
        float slope = Slope;
        var h = Sparsify.TopK(Linear(x, W1), 0.4f);
        var g = Map(h, Mish) * Map(h, v => v * Sigmoid(slope * v));
        return Mean(Map(Linear(g, W2), target, Huber));
    }
}
