using SparseDiff;
using static SparseDiff.Ops;

namespace Gallery;

/// <summary>A static method: its gradient is for its tensor arguments.</summary>
public static partial class StaticFunction
{
    [Differentiable]
    public static Tensor Energy(Tensor x, Tensor w)
    {
        var product = MatMul(x, w);
        return Mean(Square(product));
    }
}
