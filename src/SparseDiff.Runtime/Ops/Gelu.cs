using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>x · Φ(x), with the error function, element by element.</summary>
    [Elementwise(typeof(Lanes.Gelu), IsCostly = true)]
    public static Tensor Gelu(Tensor x, Slot into = default) => Elementwise.Map(default(Unary<Lanes.Gelu>), [x], into);
}
