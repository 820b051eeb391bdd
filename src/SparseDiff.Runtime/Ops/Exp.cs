using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>e to the x, element by element.</summary>
    [Elementwise(typeof(Lanes.Exp), IsCostly = true)]
    public static Tensor Exp(Tensor x, Slot into = default) => Elementwise.Map(default(Unary<Lanes.Exp>), [x], into);
}
