using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>What models have in common: an embedding of the inputs, and a way to measure what comes out.</summary>
public abstract partial class Encoder(int width)
{
    [Parameter] public Tensor Embedding { get; } = Init.KaimingUniform(width, 5, 1);
    [Parameter] protected Tensor Scale { get; } = Init.KaimingUniform(1, width, 2);

    [Differentiable]
    protected Tensor Encode(Tensor x) => Tanh(Linear(x, Embedding)) * Scale;

    [Differentiable]
    public Tensor Loss(Tensor x, Tensor target) => MeanSquaredError(Encode(x), target);
}

/// <summary>A model with a base: its own parameters come after the base's, and methods of both use the parameters of both.</summary>
public partial class Inherited() : Encoder(4)
{
    [Parameter] public Tensor W { get; } = Init.KaimingUniform(4, 4, 3);

    [Differentiable]
    public new Tensor Loss(Tensor x, Tensor target)
    {
        var h = Relu(Linear(Encode(x), W)) * Scale;
        return base.Loss(x, target) + MeanSquaredError(h, target) + Mean(Square(Embedding));
    }
}

/// <summary>A model that holds one with a base, and one whose parameters are all its base's.</summary>
public sealed partial class Pair : Inherited
{
    public Inherited First { get; } = new();
    public Plain Second { get; } = new();

    [Differentiable]
    public Tensor Both(Tensor x, Tensor target) => First.Loss(x, target) * Second.Loss(x, target) + Loss(x, target);
}

/// <summary>Nothing of its own.</summary>
public class Plain() : Encoder(4);
