using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>A cell with two states over time: the same weights in every step, numbers that change with it, and loops in a loop.</summary>
public sealed partial class Recurrent
{
    [Parameter] public Tensor Wx { get; } = Init.KaimingUniform(4, 5, 1);
    [Parameter] public Tensor Wh { get; } = Init.KaimingUniform(4, 4, 2);

    public int Steps { get; set; } = 3;

    [Differentiable]
    private (Tensor H, Tensor C) Step(Tensor x, Tensor h, Tensor c)
    {
        var state = Sigmoid(Linear(x, Wx)) * c + Tanh(Linear(h, Wh));
        return (Tanh(state), state);
    }

    [Differentiable]
    public Tensor Loss(Tensor x, Tensor h0, Tensor target)
    {
        var scaled = Tanh(Linear(x, Wx)) + h0;
        var (h, c) = (h0, h0);
        float rate = 1f;
        int count = 0;
        for (int t = 0; t < Steps; t++)
        {
            (h, c) = Step(x * rate, h, c);
            int inner = 0;
            while (inner < t)
            {
                c = c * 0.5f + scaled;
                inner++;
            }

            rate *= 0.8f;
            count += inner;
        }

        do
        {
            h = Sin(h) + count;
            count--;
        }
        while (count > 0 && h.Rank == 2);
        return MeanSquaredError(h, target) + Mean(c * scaled);
    }

    [Differentiable]
    public static Tensor Sin(Tensor x) => x - x * x * x / 6f;
}
