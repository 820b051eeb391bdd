using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff.Lanes;

/// <summary>The sine of an angle in radians.</summary>
public readonly struct Sin : IUnaryOp
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x)
        where V : struct, ILane<V> => V.Sin(x);

    /// <summary>cos(x) dY.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Pull<V>(V x, V dY)
        where V : struct, ILane<V> => V.Cos(x) * dY;
}
