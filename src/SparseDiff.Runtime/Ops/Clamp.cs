using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>x, but at least min and at most max, element by element.</summary>
    [Elementwise(typeof(Lanes.Clamp))]
    public static Tensor Clamp(Tensor x, float min, float max, Slot into = default) => Elementwise.Map(new WithConstants<Lanes.Clamp>(min, max), [x], into);
}
