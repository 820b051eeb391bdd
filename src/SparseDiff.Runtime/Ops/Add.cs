using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>a + b, element by element, broadcast.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    [Elementwise(typeof(Lanes.Add))]
    public static Tensor Add(Tensor a, Tensor b, Slot into = default) => Elementwise.Map(default(Binary<Lanes.Add>), [a, b], into);

    /// <summary>a + b, element by element.</summary>
    [Elementwise(typeof(Lanes.Add))]
    public static Tensor Add(Tensor a, float b, Slot into = default) => Elementwise.Map(new WithConstant<Lanes.Add>(b), [a], into);

    /// <summary>a + b, element by element.</summary>
    [Elementwise(typeof(Lanes.Add))]
    public static Tensor Add(float a, Tensor b, Slot into = default) => Elementwise.Map(new ConstantWith<Lanes.Add>(a), [b], into);
}
