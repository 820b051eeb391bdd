using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff.Lanes;

/// <summary>The hyperbolic tangent.</summary>
public readonly struct Tanh : IUnaryOp
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x)
        where V : struct, ILane<V> => V.Tanh(x);

    /// <summary>(1 - y²) dY.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Pull<V>(V y, V dY)
        where V : struct, ILane<V> => (V.Constant(1f) - (y * y)) * dY;
}
