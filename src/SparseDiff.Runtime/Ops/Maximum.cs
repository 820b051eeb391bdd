using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The larger of a and b, element by element, broadcast.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    [Elementwise(typeof(Lanes.Maximum))]
    public static Tensor Maximum(Tensor a, Tensor b, Slot into = default) => Elementwise.Map(default(Binary<Lanes.Maximum>), [a, b], into);

    /// <summary>The larger of a and b, element by element.</summary>
    [Elementwise(typeof(Lanes.Maximum))]
    public static Tensor Maximum(Tensor a, float b, Slot into = default) => Elementwise.Map(new WithConstant<Lanes.Maximum>(b), [a], into);
}
