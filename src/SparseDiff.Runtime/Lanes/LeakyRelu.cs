using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff.Lanes;

/// <summary>x where x is positive, else slope · x. Its gradient at 0 is the slope.</summary>
public readonly struct LeakyRelu : IBinaryOp
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x, V negativeSlope)
        where V : struct, ILane<V> => V.Select(V.Greater(x, V.Constant(0f)), x, negativeSlope * x);

    /// <summary>dY, or slope · dY where x is not positive.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Pull<V>(V x, V negativeSlope, V dY)
        where V : struct, ILane<V> => V.Select(V.Greater(x, V.Constant(0f)), dY, negativeSlope * dY);
}
