using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff.Lanes;

/// <summary>1 / √x.</summary>
public readonly struct Rsqrt : IUnaryOp
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x)
        where V : struct, ILane<V> => V.Constant(1f) / V.Sqrt(x);

    /// <summary>-y³ / 2 · dY.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Pull<V>(V y, V dY)
        where V : struct, ILane<V> => V.Constant(-0.5f) * y * y * y * dY;
}
