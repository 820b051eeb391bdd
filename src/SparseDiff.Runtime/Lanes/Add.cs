using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff.Lanes;

/// <summary>a + b.</summary>
public readonly struct Add : IBinaryOp
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : struct, ILane<V> => a + b;

    /// <summary>The gradient of a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V PullA<V>(V dY)
        where V : struct, ILane<V> => dY;

    /// <summary>The gradient of b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V PullB<V>(V dY)
        where V : struct, ILane<V> => dY;
}
