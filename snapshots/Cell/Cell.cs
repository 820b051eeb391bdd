using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>A recurrent cell with two states, and three steps of it: several results, tuples and deconstruction.</summary>
public sealed partial class Cell
{
    [Parameter] public Tensor Wx { get; } = Init.KaimingUniform(4, 5, 1);
    [Parameter] public Tensor Wh { get; } = Init.KaimingUniform(4, 4, 2);
    [Parameter] public Tensor Wf { get; } = Init.KaimingUniform(4, 5, 3);

    [Differentiable(InputGradients = true)]
    public (Tensor H, Tensor C) Step(Tensor x, Tensor h, Tensor c)
    {
        var forget = Sigmoid(Linear(x, Wf));
        var state = forget * c + Tanh(Linear(x, Wx) + Linear(h, Wh));
        return (Tanh(state), state);
    }

    [Differentiable]
    public Tensor Loss(Tensor x, Tensor h0, Tensor target)
    {
        var (h, c) = Step(x, h0, h0);
        (int rows, float rate) = (x.Shape[0], 0.5f);
        (h, c) = Step(x * rate, h, c);
        var last = Step(x, c, h);
        (_, c) = last;
        return MeanSquaredError(last.H, target) + Mean(last.C * c) / rows;
    }
}
