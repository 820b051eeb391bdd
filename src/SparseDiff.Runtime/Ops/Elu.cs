using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>x where x is positive, else alpha · (e^x - 1), element by element.</summary>
    [Elementwise(typeof(Lanes.Elu), IsCostly = true)]
    public static Tensor Elu(Tensor x, float alpha = 1, Slot into = default) => Elementwise.Map(new WithConstant<Lanes.Elu>(alpha), [x], into);
}
