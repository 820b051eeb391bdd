namespace SparseDiff.Benchmarks.Loops;

/// <summary>A residual block of two layers.</summary>
internal sealed partial class Block(int width, int seed)
{
    [Parameter] public Tensor W1 { get; } = Init.KaimingUniform(2 * width, width, seed);

    [Parameter] public Tensor B1 { get; } = Tensor.Zeros(2 * width);

    [Parameter] public Tensor W2 { get; } = Init.KaimingUniform(width, 2 * width, seed + 1);

    [Parameter] public Tensor B2 { get; } = Tensor.Zeros(width);

    [Differentiable]
    public Tensor Forward(Tensor x) => x + Ops.Linear(Ops.Relu(Ops.Linear(x, W1, B1)), W2, B2);
}
