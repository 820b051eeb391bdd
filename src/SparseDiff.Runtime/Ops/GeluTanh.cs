using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The approximation of GELU with a hyperbolic tangent, as in GPT-2, element by element.</summary>
    [Elementwise(typeof(Lanes.GeluTanh), IsCostly = true)]
    public static Tensor GeluTanh(Tensor x, Slot into = default) => Elementwise.Map(default(Unary<Lanes.GeluTanh>), [x], into);
}
