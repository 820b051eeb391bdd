using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>x · sigmoid(x), also called swish, element by element.</summary>
    [Elementwise(typeof(Lanes.Silu), IsCostly = true)]
    public static Tensor Silu(Tensor x, Slot into = default) => Elementwise.Map(default(Unary<Lanes.Silu>), [x], into);
}
