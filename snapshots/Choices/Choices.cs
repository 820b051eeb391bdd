using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>Choices between tensors: in an expression, in a switch expression, in a switch statement.</summary>
public sealed partial class Choices
{
    [Parameter] public Tensor W { get; } = Init.KaimingUniform(5, 5, 1);
    [Parameter] public Tensor V { get; } = Init.KaimingUniform(5, 5, 2);

    public string Activation { get; set; } = "tanh";

    [Differentiable]
    public Tensor Loss(Tensor x, Tensor target, int mode)
    {
        var z = Linear(x, mode > 0 ? W : V);
        var h = Activation switch
        {
            "relu" => Relu(z),
            "tanh" when mode < 2 => Tanh(z),
            _ => z,
        };
        switch (mode)
        {
            case 0:
            case 1:
                h = h + (mode == 0 ? x : z);
                break;
            case > 5:
                return Mean(h);
            default:
                h = Linear(h, V) * mode;
                break;
        }

        return MeanSquaredError(h, target);
    }
}
