using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>A static method one of whose arguments wants no gradient; the other's comes from a sparse gradient.</summary>
public static partial class Frozen
{
    [Differentiable]
    public static Tensor Error(Tensor w, [NoGradient] Tensor x, [NoGradient] Tensor target, float ratio)
    {
        var y = Sparsify.TopK(Linear(x, w), ratio);
        return MeanSquaredError(y, target);
    }
}
