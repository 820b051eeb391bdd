using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff.Lanes;

/// <summary>a / b.</summary>
public readonly struct Divide : IBinaryOp
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : struct, ILane<V> => a / b;

    /// <summary>The gradient of a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V PullA<V>(V b, V dY)
        where V : struct, ILane<V> => dY / b;

    /// <summary>The gradient of b. With the quotient at hand it needs no square.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V PullB<V>(V b, V y, V dY)
        where V : struct, ILane<V> => -(dY * y / b);
}
