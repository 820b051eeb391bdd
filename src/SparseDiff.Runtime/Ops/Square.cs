using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>x², element by element.</summary>
    [Elementwise(typeof(Lanes.Square))]
    public static Tensor Square(Tensor x, Slot into = default) => Elementwise.Map(default(Unary<Lanes.Square>), [x], into);
}
