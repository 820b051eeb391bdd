using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>x where x is positive, else negativeSlope · x, element by element.</summary>
    [Elementwise(typeof(Lanes.LeakyRelu))]
    public static Tensor LeakyRelu(Tensor x, float negativeSlope = 0.01f, Slot into = default) => Elementwise.Map(new WithConstant<Lanes.LeakyRelu>(negativeSlope), [x], into);
}
