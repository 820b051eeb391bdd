using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The hyperbolic tangent, element by element.</summary>
    [Elementwise(typeof(Lanes.Tanh), IsCostly = true)]
    public static Tensor Tanh(Tensor x, Slot into = default) => Elementwise.Map(default(Unary<Lanes.Tanh>), [x], into);
}
