using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>Whole sequences are sampled by the norm of their gradients; the others stay without gradient through everything upstream, attention included.</summary>
public sealed partial class SampledExamples
{
    [Parameter] public Tensor Query { get; } = Init.KaimingUniform(4, 5, 1);
    [Parameter] public Tensor Key { get; } = Init.KaimingUniform(4, 5, 2);
    [Parameter] public Tensor Value { get; } = Init.KaimingUniform(4, 5, 3);
    [Parameter] public Tensor Bias { get; } = Tensor.Zeros(4);

    [Differentiable]
    public Tensor Loss(Tensor sequences, [NoGradient] Tensor wanted)
    {
        var scores = MatMul(Linear(sequences, Query), Linear(sequences, Key), transposeB: true) * 0.5f;
        var mixed = MatMul(Softmax(scores), Linear(sequences, Value, Bias));
        var z = Sparsify.SampledK(Tanh(mixed), 0.5f, 7, SelectionScope.Examples);
        return MeanSquaredError(z, wanted);
    }
}
