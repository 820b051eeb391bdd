using static SparseDiff.Ops;

namespace SparseDiff.Benchmarks.Loops;

/// <summary>Element-wise steps only, where a loop has least to hide behind: nothing fuses across its turns, everything does when it is written out.</summary>
internal sealed partial class FlatModel(int width)
{
    [Parameter] public Tensor Scale { get; } = Init.KaimingUniform(1, width, 1);

    [Differentiable]
    public Tensor Looped(Tensor x)
    {
        for (int i = 0; i < 6; i++)
            x = Tanh(x * Scale) + (0.5f * x);
        return Mean(Square(x));
    }

    [Differentiable]
    public Tensor Unrolled(Tensor x)
    {
        x = Tanh(x * Scale) + (0.5f * x);
        x = Tanh(x * Scale) + (0.5f * x);
        x = Tanh(x * Scale) + (0.5f * x);
        x = Tanh(x * Scale) + (0.5f * x);
        x = Tanh(x * Scale) + (0.5f * x);
        x = Tanh(x * Scale) + (0.5f * x);
        return Mean(Square(x));
    }
}
