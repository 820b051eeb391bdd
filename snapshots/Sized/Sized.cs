using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>Declared shapes: checked when it compiles and when it runs, and written beside what has them.</summary>
public sealed partial class Sized
{
    [Parameter, Shape("hidden, inputs")] public Tensor W1 { get; } = Init.KaimingUniform(6, 5, 1);
    [Parameter, Shape("hidden")] public Tensor Gain { get; } = Init.Uniform(0.5f, 1.5f, 2, 6);
    [Parameter, Shape("3, hidden")] public Tensor W2 { get; } = Init.KaimingUniform(3, 6, 3);

    [Differentiable]
    public Tensor Loss([Shape("batch, inputs")] Tensor x, [Shape("batch, 3")] Tensor target)
    {
        var z = Sparsify.TopK(Linear(x, W1), 0.4f);
        var h = Silu(z) * Gain;
        var y = Softmax(Linear(h, W2));
        return MeanSquaredError(y, target);
    }
}
