using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff.Lanes;

/// <summary>The square root; not a number below 0. Its gradient at 0 is infinite.</summary>
public readonly struct Sqrt : IUnaryOp
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x)
        where V : struct, ILane<V> => V.Sqrt(x);

    /// <summary>dY / (2 y).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Pull<V>(V y, V dY)
        where V : struct, ILane<V> => dY / (y + y);
}
