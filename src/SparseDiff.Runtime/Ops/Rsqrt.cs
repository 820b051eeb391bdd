using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>1 / √x, element by element.</summary>
    [Elementwise(typeof(Lanes.Rsqrt))]
    public static Tensor Rsqrt(Tensor x, Slot into = default) => Elementwise.Map(default(Unary<Lanes.Rsqrt>), [x], into);
}
