using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>|x|, element by element.</summary>
    [Elementwise(typeof(Lanes.Abs))]
    public static Tensor Abs(Tensor x, Slot into = default) => Elementwise.Map(default(Unary<Lanes.Abs>), [x], into);
}
