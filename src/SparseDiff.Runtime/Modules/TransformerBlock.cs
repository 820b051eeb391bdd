namespace SparseDiff;

/// <summary>A block of a transformer as in GPT-2: attention, then two linear layers with GELU between them, each behind a layer norm and beside a residual path.</summary>
/// <param name="features">Features of each position; the heads divide them.</param>
/// <param name="heads">How many heads.</param>
/// <param name="seed">Chooses the initial weights.</param>
/// <param name="causal">Whether a position sees only itself and those before it.</param>
public sealed partial class TransformerBlock(int features, int heads, int seed, bool causal = true)
{
    /// <summary>Before the attention.</summary>
    public LayerNormLayer Norm1 { get; } = new(features);

    /// <summary>The attention.</summary>
    public MultiHeadAttention Attention { get; } = new(features, heads, seed, causal);

    /// <summary>Before the linear layers.</summary>
    public LayerNormLayer Norm2 { get; } = new(features);

    /// <summary>To four times the features.</summary>
    public LinearLayer Fc { get; } = new(features, 4 * features, seed + 2);

    /// <summary>And back.</summary>
    public LinearLayer Fc2 { get; } = new(4 * features, features, seed + 3);

    /// <summary>[..., positions, features] to the same shape.</summary>
    [Differentiable(InputGradients = true)]
    public Tensor Forward(Tensor x)
    {
        var h = x + Attention.Forward(Norm1.Forward(x));
        return h + Fc2.Forward(Ops.GeluTanh(Fc.Forward(Norm2.Forward(h))));
    }

    /// <summary>The same values; of the gradient of each of the four linear layers, only what <paramref name="policy"/> selects travels on behind it.</summary>
    [Differentiable(InputGradients = true)]
    public Tensor ForwardBy(Tensor x, ISelection<SparseRows> policy)
    {
        var h = x + Attention.ForwardBy(Norm1.Forward(x), policy);
        return h + Fc2.ForwardBy(Ops.GeluTanh(Fc.ForwardBy(Norm2.Forward(h), policy)), policy);
    }
}
