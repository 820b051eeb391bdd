using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>Numbers that kernels are made with: a member, a variable that is assigned again, a constant.</summary>
public partial class Scalars
{
    [Parameter] public Tensor W { get; } = Init.KaimingUniform(4, 5, 1);

    public float Slope { get; set; } = 0.1f;

    [Differentiable]
    public Tensor Loss(Tensor x, Tensor target, int steps)
    {
        const float Half = 0.5f;
        float rate = Slope / steps;
        var z = Linear(x, W);
        var h = LeakyRelu(z, negativeSlope: rate) - Half;
        rate = rate + 2;
        h = Pow(Abs(h), 1.5f) / rate + 1 - x.Rank * h;
        return MeanSquaredError(-h, target);
    }
}
