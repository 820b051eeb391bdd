using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>max(x, 0), element by element.</summary>
    [Elementwise(typeof(Lanes.Relu))]
    public static Tensor Relu(Tensor x, Slot into = default) => Elementwise.Map(default(Unary<Lanes.Relu>), [x], into);
}
