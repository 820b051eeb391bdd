namespace SparseDiff;

/// <summary>A frozen linear layer with a trained update of low rank beside it: x · Wᵀ + b + scale · (x · Aᵀ) · Bᵀ (Hu et al., arXiv 2106.09685).</summary>
/// <remarks>The frozen weights are shared, not copied; no gradient of them is ever computed.</remarks>
/// <param name="frozen">The layer that stays as it is.</param>
/// <param name="rank">The rank of the update.</param>
/// <param name="seed">Chooses the initial A; B begins as 0, so that in the beginning nothing changes.</param>
/// <param name="scale">What the update is multiplied by.</param>
public sealed partial class LoraLinear(LinearLayer frozen, int rank, int seed, float scale = 1)
{
    /// <summary>The frozen weights, [outputs, inputs].</summary>
    [Parameter]
    [NoGradient]
    public Tensor W { get; } = frozen.W;

    /// <summary>The frozen bias, [outputs].</summary>
    [Parameter]
    [NoGradient]
    public Tensor Bias { get; } = frozen.B;

    /// <summary>From the inputs to the rank, [rank, inputs].</summary>
    [Parameter]
    public Tensor A { get; } = Init.Uniform(-1 / MathF.Sqrt(frozen.W.Columns), 1 / MathF.Sqrt(frozen.W.Columns), seed, rank, frozen.W.Columns);

    /// <summary>From the rank to the outputs, [outputs, rank].</summary>
    [Parameter]
    public Tensor B { get; } = Tensor.Zeros(frozen.W.Shape[0], rank);

    /// <summary>What the update is multiplied by.</summary>
    public float Scale { get; set; } = scale;

    /// <summary>[..., inputs] to [..., outputs].</summary>
    [Differentiable(InputGradients = true)]
    public Tensor Forward(Tensor x) => Ops.Linear(x, W, Bias) + Scale * Ops.Linear(Ops.Linear(x, A), B);

    /// <summary>The same values; of the gradient, only what <paramref name="policy"/> selects travels on to the adapters and the input.</summary>
    [Differentiable(InputGradients = true)]
    public Tensor ForwardBy(Tensor x, ISelection<SparseRows> policy) => Sparsify.By(Ops.Linear(x, W, Bias) + Scale * Ops.Linear(Ops.Linear(x, A), B), policy);
}
