using SparseDiff;
using static SparseDiff.Ops;

namespace Samples.Language;

/// <summary>One block of a transformer: attention, then a small network for each position, each behind a norm and beside a residual.</summary>
/// <param name="width">The numbers of a position.</param>
/// <param name="heads">Heads of the attention; they divide the width.</param>
/// <param name="depth">How many blocks the model has: what is added to the residual begins smaller the deeper it is.</param>
/// <param name="seed">Seeds the weights, and what is drawn.</param>
public sealed partial class Block(int width, int heads, int depth, int seed)
{
    private const float Spread = 0.02f;

    [Parameter] public Tensor Norm1W { get; } = Tensor.Full(1, width);
    [Parameter] public Tensor Norm1B { get; } = Tensor.Zeros(width);
    [Parameter] public Tensor QkvW { get; } = Init.Normal(Spread, seed, 3 * width, width);
    [Parameter] public Tensor QkvB { get; } = Tensor.Zeros(3 * width);
    [Parameter] public Tensor ProjW { get; } = Init.Normal(Spread / MathF.Sqrt(2 * depth), seed + 1, width, width);
    [Parameter] public Tensor ProjB { get; } = Tensor.Zeros(width);
    [Parameter] public Tensor Norm2W { get; } = Tensor.Full(1, width);
    [Parameter] public Tensor Norm2B { get; } = Tensor.Zeros(width);
    [Parameter] public Tensor FcW { get; } = Init.Normal(Spread, seed + 2, 4 * width, width);
    [Parameter] public Tensor FcB { get; } = Tensor.Zeros(4 * width);
    [Parameter] public Tensor Fc2W { get; } = Init.Normal(Spread / MathF.Sqrt(2 * depth), seed + 3, width, 4 * width);
    [Parameter] public Tensor Fc2B { get; } = Tensor.Zeros(width);

    /// <summary>What the block makes of its input; the gradient is dense.</summary>
    /// <param name="x">[batch, positions, width].</param>
    [Differentiable]
    public Tensor Forward(Tensor x)
    {
        var qkv = Linear(LayerNorm(x, Norm1W, Norm1B), QkvW, QkvB);
        var seen = x + Linear(SelfAttention(qkv, heads), ProjW, ProjB);
        var inner = GeluTanh(Linear(LayerNorm(seen, Norm2W, Norm2B), FcW, FcB));
        return seen + Linear(inner, Fc2W, Fc2B);
    }

    /// <summary>The same; of each position's gradient, only the entries of largest magnitude travel on behind every linear layer.</summary>
    [Differentiable]
    public Tensor ForwardTopK(Tensor x, float ratio)
    {
        var qkv = Sparsify.TopK(Linear(LayerNorm(x, Norm1W, Norm1B), QkvW, QkvB), ratio);
        var seen = x + Sparsify.TopK(Linear(SelfAttention(qkv, heads), ProjW, ProjB), ratio);
        var inner = GeluTanh(Sparsify.TopK(Linear(LayerNorm(seen, Norm2W, Norm2B), FcW, FcB), ratio));
        return seen + Sparsify.TopK(Linear(inner, Fc2W, Fc2B), ratio);
    }

    /// <summary>The same; of the batch's gradient, a sample drawn by magnitude travels on, scaled so that its mean is right.</summary>
    [Differentiable]
    public Tensor ForwardSampled(Tensor x, float ratio)
    {
        var qkv = Sparsify.SampledK(Linear(LayerNorm(x, Norm1W, Norm1B), QkvW, QkvB), ratio, seed);
        var seen = x + Sparsify.SampledK(Linear(SelfAttention(qkv, heads), ProjW, ProjB), ratio, seed);
        var inner = GeluTanh(Sparsify.SampledK(Linear(LayerNorm(seen, Norm2W, Norm2B), FcW, FcB), ratio, seed));
        return seen + Sparsify.SampledK(Linear(inner, Fc2W, Fc2B), ratio, seed);
    }
}
