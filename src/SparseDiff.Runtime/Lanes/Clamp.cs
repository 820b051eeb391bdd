using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff.Lanes;

/// <summary>x, but at least min and at most max. The gradient passes where x lies between them, bounds included.</summary>
public readonly struct Clamp : ITernaryOp
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x, V min, V max)
        where V : struct, ILane<V> => V.Min(V.Max(x, min), max);

    /// <summary>dY where min ≤ x ≤ max, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Pull<V>(V x, V min, V max, V dY)
        where V : struct, ILane<V>
    {
        V zero = V.Constant(0f);
        return V.Select(V.GreaterOrEqual(x, min), V.Select(V.GreaterOrEqual(max, x), dY, zero), zero);
    }
}
