using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>a where the condition is not 0, else b, element by element, broadcast. The condition has no gradient.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    [Elementwise(typeof(Lanes.Where))]
    public static Tensor Where([NoGradient] Tensor condition, Tensor a, Tensor b, Slot into = default) =>
        Elementwise.Map(default(Ternary<Lanes.Where>), [condition, a, b], into);
}
