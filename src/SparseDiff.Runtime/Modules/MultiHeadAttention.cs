namespace SparseDiff;

/// <summary>Multi-head self-attention with a linear layer before and one behind it, laid out as in GPT-2.</summary>
/// <param name="features">Features of each position; the heads divide them.</param>
/// <param name="heads">How many heads.</param>
/// <param name="seed">Chooses the initial weights.</param>
/// <param name="causal">Whether a position sees only itself and those before it.</param>
public sealed partial class MultiHeadAttention(int features, int heads, int seed, bool causal = true)
{
    /// <summary>To queries, keys and values side by side, [3 · features, features].</summary>
    [Parameter]
    public Tensor WQkv { get; } = Init.Normal(0.02f, seed, 3 * features, features);

    /// <summary>Their bias, [3 · features].</summary>
    [Parameter]
    public Tensor BQkv { get; } = Tensor.Zeros(3 * features);

    /// <summary>From the heads side by side to the result, [features, features].</summary>
    [Parameter]
    public Tensor WProj { get; } = Init.Normal(0.02f, seed + 1, features, features);

    /// <summary>Its bias, [features].</summary>
    [Parameter]
    public Tensor BProj { get; } = Tensor.Zeros(features);

    /// <summary>How many heads there are.</summary>
    public int Heads { get; } = heads;

    /// <summary>Whether a position sees only itself and those before it.</summary>
    public bool IsCausal { get; } = causal;

    /// <summary>[..., positions, features] to the same shape.</summary>
    [Differentiable(InputGradients = true)]
    public Tensor Forward(Tensor x) => Ops.Linear(Ops.SelfAttention(Ops.Linear(x, WQkv, BQkv), Heads, IsCausal), WProj, BProj);

    /// <summary>The same values; of the gradients of both linear layers, only what <paramref name="policy"/> selects travels on behind them.</summary>
    [Differentiable(InputGradients = true)]
    public Tensor ForwardBy(Tensor x, ISelection<SparseRows> policy)
    {
        var qkv = Sparsify.By(Ops.Linear(x, WQkv, BQkv), policy);
        return Sparsify.By(Ops.Linear(Ops.SelfAttention(qkv, Heads, IsCausal), WProj, BProj), policy);
    }
}
