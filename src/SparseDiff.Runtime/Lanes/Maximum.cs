using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff.Lanes;

/// <summary>The larger of a and b; not a number if either is not. Where they are equal each gets half of the gradient.</summary>
public readonly struct Maximum : IBinaryOp
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : struct, ILane<V> => V.Max(a, b);

    /// <summary>The gradient of a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V PullA<V>(V a, V b, V dY)
        where V : struct, ILane<V> => V.Select(V.Greater(a, b), dY, V.Select(V.Equal(a, b), V.Constant(0.5f) * dY, V.Constant(0f)));

    /// <summary>The gradient of b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V PullB<V>(V a, V b, V dY)
        where V : struct, ILane<V> => V.Select(V.Greater(b, a), dY, V.Select(V.Equal(a, b), V.Constant(0.5f) * dY, V.Constant(0f)));
}
