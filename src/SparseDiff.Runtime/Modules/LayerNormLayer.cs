namespace SparseDiff;

/// <summary>Layer norm over the last dimension, with a weight and a bias for each feature.</summary>
/// <param name="features">The last dimension.</param>
/// <param name="epsilon">Keeps the root away from 0.</param>
public sealed partial class LayerNormLayer(int features, float epsilon = 1e-5f)
{
    /// <summary>The weights, [features], 1 in the beginning.</summary>
    [Parameter]
    public Tensor W { get; } = Tensor.Full(1, features);

    /// <summary>The bias, [features].</summary>
    [Parameter]
    public Tensor B { get; } = Tensor.Zeros(features);

    /// <summary>Keeps the root away from 0.</summary>
    public float Epsilon { get; set; } = epsilon;

    /// <summary>[..., features] to the same shape.</summary>
    [Differentiable(InputGradients = true)]
    public Tensor Forward(Tensor x) => Ops.LayerNorm(x, W, B, Epsilon);
}
