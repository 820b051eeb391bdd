using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>log(1 + e^x), element by element.</summary>
    [Elementwise(typeof(Lanes.Softplus), IsCostly = true)]
    public static Tensor Softplus(Tensor x, Slot into = default) => Elementwise.Map(default(Unary<Lanes.Softplus>), [x], into);
}
