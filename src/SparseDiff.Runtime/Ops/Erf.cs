using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The error function, element by element.</summary>
    [Elementwise(typeof(Lanes.Erf), IsCostly = true)]
    public static Tensor Erf(Tensor x, Slot into = default) => Elementwise.Map(default(Unary<Lanes.Erf>), [x], into);
}
