using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>Sampled sequences stay apart where their values are taken to pieces and put together, down to the table of their tokens.</summary>
public sealed partial class SampledParts
{
    [Parameter] public Tensor Table { get; } = Init.KaimingUniform(6, 4, 1);
    [Parameter] public Tensor Weights { get; } = Init.KaimingUniform(4, 4, 2);

    [Differentiable]
    public Tensor Loss(Indices tokens, [NoGradient] Tensor wanted)
    {
        var x = Embedding(Table, tokens);
        var left = Tanh(Slice(x, -1, 0, 2));
        var right = Slice(x, -1, 2, 4);
        var pairs = Stack(Concat(left, right), x, 1);
        var z = Sparsify.SampledK(Linear(pairs, Weights), 0.5f, 7, SelectionScope.Examples);
        return MeanSquaredError(z, wanted);
    }
}
