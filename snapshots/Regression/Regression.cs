using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>A linear regression with a penalty on large weights.</summary>
public sealed partial class Regression
{
    private const float Penalty = 0.01f;

    [Parameter] public Tensor Weights { get; } = Init.KaimingUniform(2, 5, 1);
    [Parameter] public Tensor Bias { get; } = Tensor.Zeros(2);

    [Differentiable]
    public Tensor Loss(Tensor x, Tensor y) => MeanSquaredError(Linear(x, Weights, Bias), y) + Penalty * Sum(Square(Weights));
}
