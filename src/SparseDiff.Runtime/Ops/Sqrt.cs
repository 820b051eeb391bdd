using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The square root, element by element.</summary>
    [Elementwise(typeof(Lanes.Sqrt))]
    public static Tensor Sqrt(Tensor x, Slot into = default) => Elementwise.Map(default(Unary<Lanes.Sqrt>), [x], into);
}
