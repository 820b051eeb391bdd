using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff.Lanes;

/// <summary>a where the condition is not 0, else b.</summary>
public readonly struct Where : ITernaryOp
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V condition, V a, V b)
        where V : struct, ILane<V> => V.Select(V.Equal(condition, V.Constant(0f)), b, a);

    /// <summary>The gradient of a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V PullA<V>(V condition, V dY)
        where V : struct, ILane<V> => V.Select(V.Equal(condition, V.Constant(0f)), V.Constant(0f), dY);

    /// <summary>The gradient of b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V PullB<V>(V condition, V dY)
        where V : struct, ILane<V> => V.Select(V.Equal(condition, V.Constant(0f)), dY, V.Constant(0f));
}
