using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>1 / x, element by element.</summary>
    [Elementwise(typeof(Lanes.Reciprocal))]
    public static Tensor Reciprocal(Tensor x, Slot into = default) => Elementwise.Map(default(Unary<Lanes.Reciprocal>), [x], into);
}
