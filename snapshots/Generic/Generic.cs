using System.Collections.Generic;
using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>What a layer is: its derivative is found at run time, whichever model it turns out to be.</summary>
public partial interface ILayer
{
    [Differentiable] Tensor Forward(Tensor x);
}

/// <summary>A layer with a weight.</summary>
public sealed partial class Dense(int inputs, int outputs, int seed) : ILayer
{
    [Parameter] public Tensor W { get; } = Init.KaimingUniform(outputs, inputs, seed);

    [Differentiable]
    public Tensor Forward(Tensor x) => Linear(x, W);
}

/// <summary>A layer without any.</summary>
public sealed partial class Activation : ILayer
{
    [Differentiable]
    public Tensor Forward(Tensor x) => Tanh(x);
}

/// <summary>Two layers one after the other, of any types, are a layer again.</summary>
public sealed partial class Sequential<A, B>(A first, B second) : ILayer
    where A : ILayer
    where B : ILayer
{
    public A First { get; } = first;

    public B Second { get; } = second;

    [Differentiable]
    public Tensor Forward(Tensor x) => Second.Forward(First.Forward(x));
}

/// <summary>A model made of layers that it knows by their interface only.</summary>
public sealed partial class Generic
{
    public Sequential<Dense, Sequential<Activation, Dense>> Trunk { get; } = new(new(5, 6, 1), new(new(), new(6, 4, 2)));

    public IReadOnlyList<ILayer> Heads { get; } = [new Dense(4, 4, 3), new Activation(), new Sequential<Dense, Activation>(new(4, 4, 4), new())];

    [Parameter] public Tensor Scale { get; } = Init.KaimingUniform(1, 4, 5);

    [Differentiable]
    public Tensor Loss(Tensor x, Tensor target)
    {
        var h = Trunk.Forward(x);
        foreach (var head in Heads)
            h = head.Forward(h) * Scale;
        return MeanSquaredError(h, target) + Mean(Heads[0].Forward(h));
    }
}
