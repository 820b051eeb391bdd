namespace SparseDiff;

/// <summary>A fully connected layer: x · Wᵀ + B.</summary>
/// <param name="inputs">Features of the input.</param>
/// <param name="outputs">Features of the result.</param>
/// <param name="seed">Chooses the initial weights, uniform in ±1 / √inputs.</param>
public sealed partial class LinearLayer(int inputs, int outputs, int seed)
{
    /// <summary>The weights, [outputs, inputs].</summary>
    [Parameter]
    public Tensor W { get; } = Init.Uniform(-1 / MathF.Sqrt(inputs), 1 / MathF.Sqrt(inputs), seed, outputs, inputs);

    /// <summary>The bias, [outputs].</summary>
    [Parameter]
    public Tensor B { get; } = Tensor.Zeros(outputs);

    /// <summary>[..., inputs] to [..., outputs].</summary>
    [Differentiable(InputGradients = true)]
    public Tensor Forward(Tensor x) => Ops.Linear(x, W, B);

    /// <summary>The same values; of the gradient, only what <paramref name="policy"/> selects travels on to the weights and the input.</summary>
    [Differentiable(InputGradients = true)]
    public Tensor ForwardBy(Tensor x, ISelection<SparseRows> policy) => Sparsify.By(Ops.Linear(x, W, B), policy);
}
