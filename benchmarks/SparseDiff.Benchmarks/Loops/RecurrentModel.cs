using static SparseDiff.Ops;

namespace SparseDiff.Benchmarks.Loops;

/// <summary>Six steps of a recurrent network with the same weights: as a loop, and written out.</summary>
internal sealed partial class RecurrentModel(int batch, int width)
{
    [Parameter] public Tensor WX { get; } = Init.KaimingUniform(width, width, 1);

    [Parameter] public Tensor WH { get; } = Init.KaimingUniform(width, width, 2);

    [Parameter] public Tensor B { get; } = Tensor.Zeros(width);

    [Differentiable]
    public Tensor Looped(Tensor x, Tensor h)
    {
        for (int t = 0; t < 6; t++)
            h = Tanh(Linear(Slice(x, 0, t * batch, (t + 1) * batch), WX, B) + Linear(h, WH));
        return Mean(Square(h));
    }

    [Differentiable]
    public Tensor Unrolled(Tensor x, Tensor h)
    {
        h = Tanh(Linear(Slice(x, 0, 0, batch), WX, B) + Linear(h, WH));
        h = Tanh(Linear(Slice(x, 0, batch, 2 * batch), WX, B) + Linear(h, WH));
        h = Tanh(Linear(Slice(x, 0, 2 * batch, 3 * batch), WX, B) + Linear(h, WH));
        h = Tanh(Linear(Slice(x, 0, 3 * batch, 4 * batch), WX, B) + Linear(h, WH));
        h = Tanh(Linear(Slice(x, 0, 4 * batch, 5 * batch), WX, B) + Linear(h, WH));
        h = Tanh(Linear(Slice(x, 0, 5 * batch, 6 * batch), WX, B) + Linear(h, WH));
        return Mean(Square(h));
    }
}
