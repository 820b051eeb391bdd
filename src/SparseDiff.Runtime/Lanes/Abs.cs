using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff.Lanes;

/// <summary>|x|. Its gradient at 0 is 0.</summary>
public readonly struct Abs : IUnaryOp
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x)
        where V : struct, ILane<V> => V.Abs(x);

    /// <summary>dY with the sign of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Pull<V>(V x, V dY)
        where V : struct, ILane<V>
    {
        V zero = V.Constant(0f);
        return V.Select(V.Greater(x, zero), dY, V.Select(V.Greater(zero, x), -dY, zero));
    }
}
