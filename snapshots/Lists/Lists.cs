using System.Collections.Generic;
using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>A recurrent model that keeps its states: collected in a list, read back in another order, written over, and stacked.</summary>
public sealed partial class Lists
{
    [Parameter] public Tensor Wx { get; } = Init.KaimingUniform(4, 5, 1);
    [Parameter] public Tensor Wh { get; } = Init.KaimingUniform(4, 4, 2);
    [Parameter] public Tensor Wy { get; } = Init.KaimingUniform(3, 4, 3);

    public int Steps { get; set; } = 3;

    [Differentiable]
    public Tensor Loss(Tensor x, Tensor h0, Tensor target)
    {
        var outputs = new List<Tensor>();
        var h = h0;
        for (int t = 0; t < Steps; t++)
        {
            h = Tanh(Linear(x * (t + 1f), Wx) + Linear(h, Wh));
            outputs.Add(h);
        }

        Tensor loss = Mean(Square(Stack(outputs)));
        foreach (var output in outputs)
            loss += MeanSquaredError(Linear(output, Wy), target);
        return loss + Mean(outputs[^1] * outputs[0]);
    }

    [Differentiable]
    public Tensor Smoothed(Tensor x, int width)
    {
        Tensor[] levels = [Linear(x, Wx), x];
        var line = new Tensor[width + 1];
        line[0] = Tanh(levels[0]);
        for (int i = 1; i <= width; i++)
        {
            line[i] = line[i - 1] * 0.5f + levels[0];
            if (i % 2 == 0)
                line[i - 1] += line[i];
        }

        return Mean(Square(Concat(line)));
    }
}
