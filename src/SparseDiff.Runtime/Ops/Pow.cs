using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>x to a constant power, element by element.</summary>
    [Elementwise(typeof(Lanes.Pow), IsCostly = true)]
    public static Tensor Pow(Tensor x, float exponent, Slot into = default) => Elementwise.Map(new WithConstant<Lanes.Pow>(exponent), [x], into);
}
