using SparseDiff;
using static CustomOp.GroupOps;
using static SparseDiff.Ops;

namespace CustomOp;

/// <summary>A small network with two operations of this project's own: a grouped linear layer and a learned rectifier.</summary>
public sealed partial class GroupedNet(int groups, int inputs, int hidden, int outputs, int seed)
{
    [Parameter] public Tensor W1 { get; } = Init.KaimingUniform(groups * hidden, inputs, seed);           // [groups · hidden, inputs]
    [Parameter] public Tensor Slope { get; } = Tensor.Full(0.25f, groups * hidden);
    [Parameter] public Tensor W2 { get; } = Init.KaimingUniform(outputs, groups * hidden, seed + 1);      // [outputs, groups · hidden]
    [Parameter] public Tensor B2 { get; } = Tensor.Zeros(outputs);

    /// <summary>The share of gradient entries that <see cref="SampledLoss"/> lets pass.</summary>
    public float Ratio { get; set; } = 0.1f;

    /// <summary>The mean squared error; its gradient is dense.</summary>
    [Differentiable]
    public Tensor Loss(Tensor x, Tensor target)
    {
        var h = PRelu(GroupLinear(x, W1), Slope);
        var y = Linear(h, W2, B2);
        return MeanSquaredError(y, target);
    }

    /// <summary>The same, with a sample of the hidden layer's gradient: the sparse rules of <see cref="GroupLinear"/> run.</summary>
    [Differentiable]
    public Tensor SampledLoss(Tensor x, Tensor target)
    {
        var z = Sparsify.SampledK(GroupLinear(x, W1), Ratio);
        var h = PRelu(z, Slope);
        var y = Linear(h, W2, B2);
        return MeanSquaredError(y, target);
    }

    /// <summary>What the network says about inputs: [examples, outputs].</summary>
    public Tensor Predict(Tensor x) => Linear(PRelu(GroupLinear(x, W1), Slope), W2, B2);
}
