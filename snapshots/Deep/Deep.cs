using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>One layer of a deep network.</summary>
public sealed partial class Layer(int width, int seed)
{
    [Parameter] public Tensor W { get; } = Init.KaimingUniform(width, width, seed);
    [Parameter] public Tensor B { get; } = Tensor.Zeros(width);

    [Differentiable]
    public Tensor Forward(Tensor x) => Tanh(Sparsify.TopK(Linear(x, W, B), 0.4f));
}

/// <summary>
/// A loop over layers with residuals, a cell of two results, a layer that is computed again in the backward pass, something that only training does, and
/// an output matrix that is also the input's.
/// </summary>
public sealed partial class Deep
{
    [Parameter] public Tensor Embedding { get; } = Init.KaimingUniform(4, 5, 1);

    public Layer[] Layers { get; } = [new(4, 2), new(4, 3), new(4, 4)];

    [Recompute] public Layer Last { get; } = new(4, 5);

    public bool Training { get; set; } = true;

    [Differentiable]
    private static (Tensor Told, Tensor Memory) Gate(Tensor h, Tensor memory)
    {
        var next = Sigmoid(h) * memory + Tanh(h);
        return (Tanh(next), next);
    }

    [Differentiable]
    public Tensor Loss(Tensor x, Tensor target)
    {
        var h = Linear(x, Embedding);
        foreach (var layer in Layers)
            h = h + layer.Forward(h);
        var (told, memory) = Gate(h, Last.Forward(h));
        h = told + 0.5f * memory;
        if (Training)
        {
            var noisy = h * 0.9f;
            h = noisy + 0.1f * x.Rank;
        }

        return MeanSquaredError(Linear(h, Transpose(Embedding)), target);
    }
}
