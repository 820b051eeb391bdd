using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The sine of an angle in radians, element by element.</summary>
    [Elementwise(typeof(Lanes.Sin), IsCostly = true)]
    public static Tensor Sin(Tensor x, Slot into = default) => Elementwise.Map(default(Unary<Lanes.Sin>), [x], into);
}
