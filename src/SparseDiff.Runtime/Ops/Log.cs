using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The natural logarithm, element by element.</summary>
    [Elementwise(typeof(Lanes.Log), IsCostly = true)]
    public static Tensor Log(Tensor x, Slot into = default) => Elementwise.Map(default(Unary<Lanes.Log>), [x], into);
}
