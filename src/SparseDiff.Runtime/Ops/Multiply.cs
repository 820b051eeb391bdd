using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>a · b, element by element, broadcast.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    [Elementwise(typeof(Lanes.Multiply))]
    public static Tensor Multiply(Tensor a, Tensor b, Slot into = default) => Elementwise.Map(default(Binary<Lanes.Multiply>), [a, b], into);

    /// <summary>a · b, element by element.</summary>
    [Elementwise(typeof(Lanes.Multiply))]
    public static Tensor Multiply(Tensor a, float b, Slot into = default) => Elementwise.Map(new WithConstant<Lanes.Multiply>(b), [a], into);

    /// <summary>a · b, element by element.</summary>
    [Elementwise(typeof(Lanes.Multiply))]
    public static Tensor Multiply(float a, Tensor b, Slot into = default) => Elementwise.Map(new ConstantWith<Lanes.Multiply>(a), [b], into);
}
