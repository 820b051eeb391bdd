using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff.Lanes;

/// <summary>x · Φ(x) with the normal distribution function Φ (Hendrycks and Gimpel, arXiv 1606.08415).</summary>
public readonly struct Gelu : IUnaryOp
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x)
        where V : struct, ILane<V> => x * Phi(x);

    /// <summary>(Φ(x) + x φ(x)) dY with the normal density φ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Pull<V>(V x, V dY)
        where V : struct, ILane<V>
    {
        V density = V.Constant(0.398942280401432678f) * V.Exp(V.Constant(-0.5f) * x * x);
        return V.MultiplyAdd(x, density, Phi(x)) * dY;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Phi<V>(V x)
        where V : struct, ILane<V> => V.Constant(0.5f) * (V.Constant(1f) + V.Erf(x * V.Constant(0.707106781186547524f)));
}
