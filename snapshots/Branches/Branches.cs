using System;
using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>Ways out: a branch that returns, one that goes on with the next iteration, one that ends the loop.</summary>
public sealed partial class Branches
{
    [Parameter] public Tensor W { get; } = Init.KaimingUniform(5, 5, 1);
    [Parameter] public Tensor V { get; } = Init.KaimingUniform(5, 5, 2);

    public int Calls { get; private set; }

    [Differentiable]
    public Tensor Loss(Tensor x, Tensor target, int mode, string? name = null)
    {
        if (x.Rank != 2)
            throw new ArgumentException($"{nameof(x)} has rank {x.Rank}.");
        Calls++;
        Tensor y;
        if (mode == 0)
            y = Linear(x, W);
        else if (mode == 1)
            y = Linear(x, V) * (name?.Length ?? 3);
        else
            return Mean(Square(Linear(x, W + V)));

        for (int i = 0; i < 10; i++)
        {
            if (i % 2 == 0)
                continue;
            y = Tanh(y + x) * i;
            if (i >= 5 || y.Length == 0)
            {
                y = y - x;
                break;
            }

            y = Linear(y, V);
        }

        return MeanSquaredError(y, target);
    }
}
