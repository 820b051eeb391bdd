using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>a - b, element by element, broadcast.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    [Elementwise(typeof(Lanes.Subtract))]
    public static Tensor Subtract(Tensor a, Tensor b, Slot into = default) => Elementwise.Map(default(Binary<Lanes.Subtract>), [a, b], into);

    /// <summary>a - b, element by element.</summary>
    [Elementwise(typeof(Lanes.Subtract))]
    public static Tensor Subtract(Tensor a, float b, Slot into = default) => Elementwise.Map(new WithConstant<Lanes.Subtract>(b), [a], into);

    /// <summary>a - b, element by element.</summary>
    [Elementwise(typeof(Lanes.Subtract))]
    public static Tensor Subtract(float a, Tensor b, Slot into = default) => Elementwise.Map(new ConstantWith<Lanes.Subtract>(a), [b], into);
}
