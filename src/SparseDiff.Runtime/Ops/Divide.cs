using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>a / b, element by element, broadcast.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    [Elementwise(typeof(Lanes.Divide))]
    public static Tensor Divide(Tensor a, Tensor b, Slot into = default) => Elementwise.Map(default(Binary<Lanes.Divide>), [a, b], into);

    /// <summary>a / b, element by element.</summary>
    [Elementwise(typeof(Lanes.Divide))]
    public static Tensor Divide(Tensor a, float b, Slot into = default) => Elementwise.Map(new WithConstant<Lanes.Divide>(b), [a], into);

    /// <summary>a / b, element by element.</summary>
    [Elementwise(typeof(Lanes.Divide))]
    public static Tensor Divide(float a, Tensor b, Slot into = default) => Elementwise.Map(new ConstantWith<Lanes.Divide>(a), [b], into);
}
