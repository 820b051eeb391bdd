using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>At a node with several children, the gradient flows only into the one whose gradient is the largest.</summary>
public sealed partial class MaxChild
{
    [Parameter] public Tensor W1 { get; } = Init.KaimingUniform(4, 5, 1);
    [Parameter] public Tensor W2 { get; } = Init.KaimingUniform(4, 5, 2);
    [Parameter] public Tensor Scale { get; } = Init.KaimingUniform(1, 4, 3);

    public IChildSelection Policy { get; set; } = new SparseDiff.MaxChild(1);

    /// <summary>Two towers, of which one is trained at every step.</summary>
    [Differentiable]
    public Tensor Towers(Tensor left, Tensor right)
    {
        var a = Tanh(Linear(left, W1));
        var b = Tanh(Linear(right, W2));
        return Mean(Square(Sparsify.MaxChild(a * b)));
    }

    /// <summary>At every node of the method as many children receive their gradients as the policy says.</summary>
    [Differentiable, MaxChild(nameof(Policy))]
    public Tensor ByPolicy(Tensor left, Tensor right)
    {
        var a = Tanh(Linear(left, W1));
        var b = Sigmoid(Linear(right, W2));
        return Mean(Square(a * b + a * Scale));
    }

    /// <summary>The same in a marker: both parameters and others compete at the product.</summary>
    [Differentiable]
    public Tensor Marked(Tensor left, Tensor right)
    {
        var a = Sparsify.MaxChild(Linear(left, W1) * Scale, Policy, parameters: true);
        return Mean(Square(a + Linear(right, W2)));
    }

    /// <summary>Every node of the method chooses, parameters among its children.</summary>
    [Differentiable, MaxChild(Parameters = true)]
    public Tensor Everywhere(Tensor left, Tensor right)
    {
        var a = Linear(left, W1) * Scale;
        return Mean(Square(a + Linear(right, W2)));
    }
}
