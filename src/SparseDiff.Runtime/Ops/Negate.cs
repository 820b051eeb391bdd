using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>-x, element by element.</summary>
    [Elementwise(typeof(Lanes.Negate))]
    public static Tensor Negate(Tensor x, Slot into = default) => Elementwise.Map(default(Unary<Lanes.Negate>), [x], into);
}
