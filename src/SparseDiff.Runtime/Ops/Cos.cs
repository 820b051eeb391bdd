using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The cosine of an angle in radians, element by element.</summary>
    [Elementwise(typeof(Lanes.Cos), IsCostly = true)]
    public static Tensor Cos(Tensor x, Slot into = default) => Elementwise.Map(default(Unary<Lanes.Cos>), [x], into);
}
