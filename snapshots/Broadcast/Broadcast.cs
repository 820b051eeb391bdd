using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>Scale and shift along the last dimension: gradients of what was stretched are summed back.</summary>
public sealed partial class Broadcast
{
    [Parameter] public Tensor Scale { get; } = Tensor.From([0.5f, 1.5f, -0.7f, 0.9f, 1.1f], [5]);
    [Parameter] public Tensor Shift { get; } = Tensor.From([0.1f, -0.2f, 0.3f, 0.4f, -0.5f], [5]);

    public float Epsilon { get; set; } = 1e-3f;

    [Differentiable]
    public Tensor Loss(Tensor x, Tensor target)
    {
        var centred = x - Mean(x, axis: -1, keepDims: true);
        var deviation = Sqrt(Mean(Square(centred), axis: -1, keepDims: true) + Epsilon);
        var y = Softplus(Scale) * (centred / deviation) + Shift;
        return MeanSquaredError(y, target);
    }
}
