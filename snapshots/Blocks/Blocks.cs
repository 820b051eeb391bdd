using System.Collections.Generic;
using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>A part of other models: a residual block. Nobody outside asks for the gradient of its input; the model around it does.</summary>
public sealed partial class Block(int width, int seed)
{
    [Parameter] public Tensor W { get; } = Init.KaimingUniform(width, width, seed);
    [Parameter] public Tensor B { get; } = Tensor.Zeros(width);

    [Differentiable]
    public Tensor Forward(Tensor x, float scale) => x + scale * Tanh(Linear(x, W, B));
}

/// <summary>Models in members and in lists, methods of the same object, a static method, and a matrix that two places share.</summary>
public sealed partial class Blocks
{
    [Parameter] public Tensor Embedding { get; } = Init.KaimingUniform(4, 5, 1);

    public Block First { get; } = new(5, 2);

    public IReadOnlyList<Block> Others { get; } = [new(4, 3), new(4, 4)];

    [NoGradient] public Block Frozen { get; } = new(4, 5);

    public int Last { get; set; } = 1;

    [Differentiable]
    public Tensor Loss(Tensor x, Tensor target)
    {
        var h = Encode(First.Forward(x, 0.5f));
        h = Others[0].Forward(h, scale: 2f);
        h = Others[Last].Forward(h, 1f);
        var y = Decode(Frozen.Forward(h, 0.3f));
        return Penalty(y, target) + Mean(Square(h));
    }

    [Differentiable]
    public static Tensor Penalty(Tensor y, [NoGradient] Tensor target, float power = 2f) => Mean(Pow(Abs(y - target), power));

    [Differentiable]
    private Tensor Encode(Tensor x) => Sparsify.TopK(Linear(x, Embedding), 0.4f);

    [Differentiable]
    private Tensor Decode(Tensor h) => Linear(h, Transpose(Embedding));
}
