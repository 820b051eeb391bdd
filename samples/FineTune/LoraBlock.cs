using SparseDiff;
using static SparseDiff.Ops;

namespace FineTune;

/// <summary>
/// A block of a transformer whose weights are frozen; beside each linear layer trains an adapter of low rank, up · down (Hu et al., LoRA,
/// arXiv 2106.09685). Adapters begin at zero: the block begins as what it was.
/// </summary>
/// <param name="width">The numbers of a position.</param>
/// <param name="heads">Heads of the attention; they divide the width.</param>
/// <param name="rank">The rank of the adapters.</param>
/// <param name="seed">Seeds the adapters.</param>
public sealed partial class LoraBlock(int width, int heads, int rank, int seed)
{
    [Parameter, NoGradient] public Tensor Norm1W { get; } = Tensor.Zeros(width);
    [Parameter, NoGradient] public Tensor Norm1B { get; } = Tensor.Zeros(width);
    [Parameter, NoGradient] public Tensor QkvW { get; } = Tensor.Zeros(3 * width, width);
    [Parameter, NoGradient] public Tensor QkvB { get; } = Tensor.Zeros(3 * width);
    [Parameter, NoGradient] public Tensor ProjW { get; } = Tensor.Zeros(width, width);
    [Parameter, NoGradient] public Tensor ProjB { get; } = Tensor.Zeros(width);
    [Parameter, NoGradient] public Tensor Norm2W { get; } = Tensor.Zeros(width);
    [Parameter, NoGradient] public Tensor Norm2B { get; } = Tensor.Zeros(width);
    [Parameter, NoGradient] public Tensor FcW { get; } = Tensor.Zeros(4 * width, width);
    [Parameter, NoGradient] public Tensor FcB { get; } = Tensor.Zeros(4 * width);
    [Parameter, NoGradient] public Tensor Fc2W { get; } = Tensor.Zeros(width, 4 * width);
    [Parameter, NoGradient] public Tensor Fc2B { get; } = Tensor.Zeros(width);

    [Parameter] public Tensor QkvDown { get; } = Init.KaimingUniform(rank, width, seed);
    [Parameter] public Tensor QkvUp { get; } = Tensor.Zeros(3 * width, rank);
    [Parameter] public Tensor ProjDown { get; } = Init.KaimingUniform(rank, width, seed + 1);
    [Parameter] public Tensor ProjUp { get; } = Tensor.Zeros(width, rank);
    [Parameter] public Tensor FcDown { get; } = Init.KaimingUniform(rank, width, seed + 2);
    [Parameter] public Tensor FcUp { get; } = Tensor.Zeros(4 * width, rank);
    [Parameter] public Tensor Fc2Down { get; } = Init.KaimingUniform(rank, 4 * width, seed + 3);
    [Parameter] public Tensor Fc2Up { get; } = Tensor.Zeros(width, rank);

    /// <summary>What the block makes of its input.</summary>
    /// <param name="x">[batch, positions, width].</param>
    [Differentiable]
    public Tensor Forward(Tensor x)
    {
        var qkv = Adapted(LayerNorm(x, Norm1W, Norm1B), QkvW, QkvB, QkvDown, QkvUp);
        var seen = x + Adapted(SelfAttention(qkv, heads), ProjW, ProjB, ProjDown, ProjUp);
        var inner = GeluTanh(Adapted(LayerNorm(seen, Norm2W, Norm2B), FcW, FcB, FcDown, FcUp));
        return seen + Adapted(inner, Fc2W, Fc2B, Fc2Down, Fc2Up);
    }

    /// <summary>A frozen linear layer and its adapter.</summary>
    [Differentiable]
    public static Tensor Adapted(Tensor x, [NoGradient] Tensor w, [NoGradient] Tensor b, Tensor down, Tensor up) =>
        Linear(x, w, b) + Linear(Linear(x, down), up);
}
