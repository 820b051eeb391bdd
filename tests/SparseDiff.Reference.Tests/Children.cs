using static SparseDiff.Ops;

namespace SparseDiff.Tests.Reference;

/// <summary>Five nodes over three numbers, small enough to go through by hand.</summary>
public sealed partial class FiveNodes
{
    [Parameter] public Tensor P { get; } = Tensor.From([2], [1]);

    [Parameter] public Tensor Q { get; } = Tensor.From([3], [1]);

    [Parameter] public Tensor R { get; } = Tensor.From([20], [1]);

    [Differentiable]
    public Tensor Dense()
    {
        var n1 = P * Q;
        var n2 = P + R;
        var n3 = n1 - Q;
        var n4 = n3 * n2;
        return n4 + R;
    }

    public IChildSelection Policy { get; set; } = new SparseDiff.MaxChild();

    [Differentiable, MaxChild(nameof(Policy))]
    public Tensor ByPolicy()
    {
        var n1 = P * Q;
        var n2 = P + R;
        var n3 = n1 - Q;
        var n4 = n3 * n2;
        return n4 + R;
    }

    [Differentiable, MaxChild]
    public Tensor Largest()
    {
        var n1 = P * Q;
        var n2 = P + R;
        var n3 = n1 - Q;
        var n4 = n3 * n2;
        return n4 + R;
    }

    [Differentiable, MaxChild(Parameters = true)]
    public Tensor LargestOfAll()
    {
        var n1 = P * Q;
        var n2 = P + R;
        var n3 = n1 - Q;
        var n4 = n3 * n2;
        return n4 + R;
    }
}

/// <summary>Two towers of which the products say whether two things belong together.</summary>
public sealed partial class TwoTowers(int seed)
{
    [Parameter] public Tensor Left1 { get; } = Init.KaimingUniform(16, 6, seed);

    [Parameter] public Tensor Left2 { get; } = Init.KaimingUniform(8, 16, seed + 1);

    [Parameter] public Tensor Right1 { get; } = Init.KaimingUniform(16, 6, seed + 2);

    [Parameter] public Tensor Right2 { get; } = Init.KaimingUniform(8, 16, seed + 3);

    [Differentiable]
    public Tensor Dense(Tensor left, Tensor right, Labels pairs)
    {
        var a = Linear(Tanh(Linear(left, Left1)), Left2);
        var b = Linear(Tanh(Linear(right, Right1)), Right2);
        return SoftmaxCrossEntropy(MatMul(a, Transpose(b)), pairs);
    }

    [Differentiable]
    public Tensor Largest(Tensor left, Tensor right, Labels pairs)
    {
        var a = Linear(Tanh(Linear(left, Left1)), Left2);
        var b = Linear(Tanh(Linear(right, Right1)), Right2);
        return SoftmaxCrossEntropy(Sparsify.MaxChild(MatMul(a, Transpose(b))), pairs);
    }
}
