using static SparseDiff.Ops;

namespace SparseDiff.Benchmarks.Loops;

/// <summary>Six residual blocks: as a loop over a list, and as six calls.</summary>
internal sealed partial class BlockModel(int width)
{
    public IReadOnlyList<Block> Blocks { get; } = [.. Enumerable.Range(0, 6).Select(i => new Block(width, 2 * i))];

    [Differentiable]
    public Tensor Looped(Tensor x)
    {
        foreach (var block in Blocks)
            x = block.Forward(x);
        return Mean(Square(x));
    }

    [Differentiable]
    public Tensor Unrolled(Tensor x)
    {
        x = Blocks[0].Forward(x);
        x = Blocks[1].Forward(x);
        x = Blocks[2].Forward(x);
        x = Blocks[3].Forward(x);
        x = Blocks[4].Forward(x);
        x = Blocks[5].Forward(x);
        return Mean(Square(x));
    }
}
