using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>1 / (1 + e^-x), element by element.</summary>
    [Elementwise(typeof(Lanes.Sigmoid), IsCostly = true)]
    public static Tensor Sigmoid(Tensor x, Slot into = default) => Elementwise.Map(default(Unary<Lanes.Sigmoid>), [x], into);
}
