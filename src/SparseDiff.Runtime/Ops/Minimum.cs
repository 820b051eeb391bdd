using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The smaller of a and b, element by element, broadcast.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    [Elementwise(typeof(Lanes.Minimum))]
    public static Tensor Minimum(Tensor a, Tensor b, Slot into = default) => Elementwise.Map(default(Binary<Lanes.Minimum>), [a, b], into);

    /// <summary>The smaller of a and b, element by element.</summary>
    [Elementwise(typeof(Lanes.Minimum))]
    public static Tensor Minimum(Tensor a, float b, Slot into = default) => Elementwise.Map(new WithConstant<Lanes.Minimum>(b), [a], into);
}
