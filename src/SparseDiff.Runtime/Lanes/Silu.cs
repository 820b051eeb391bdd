using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff.Lanes;

/// <summary>x · sigmoid(x), also called swish (Elfwing et al., arXiv 1702.03118).</summary>
public readonly struct Silu : IUnaryOp
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x)
        where V : struct, ILane<V>
    {
        V one = V.Constant(1f);
        return x / (one + V.Exp(-x));
    }

    /// <summary>(σ + x σ (1 - σ)) dY with σ = sigmoid(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Pull<V>(V x, V dY)
        where V : struct, ILane<V>
    {
        V one = V.Constant(1f);
        V sigmoid = one / (one + V.Exp(-x));
        return V.MultiplyAdd(x * sigmoid, one - sigmoid, sigmoid) * dY;
    }
}
