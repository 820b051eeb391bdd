using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>A gated unit: two products meet element by element, and one kernel computes both gradients.</summary>
public sealed partial class SiluGate
{
    [Parameter] public Tensor Gate { get; } = Init.KaimingUniform(6, 5, 1);
    [Parameter] public Tensor Up { get; } = Init.KaimingUniform(6, 5, 2);
    [Parameter] public Tensor Down { get; } = Init.KaimingUniform(4, 6, 3);

    [Differentiable]
    public Tensor Loss(Tensor x, Tensor target)
    {
        var gate = Linear(x, Gate);
        var up = Linear(x, Up);
        var hidden = gate * Sigmoid(gate) * up;
        return MeanSquaredError(Linear(hidden, Down), target);
    }
}
