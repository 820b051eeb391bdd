using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff.Lanes;

/// <summary>max(x, 0). Its gradient at 0 is 0, and a not-a-number stays one.</summary>
public readonly struct Relu : IUnaryOp
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x)
        where V : struct, ILane<V> => V.Max(x, V.Constant(0f));

    /// <summary>dY where the result is positive.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Pull<V>(V y, V dY)
        where V : struct, ILane<V> => V.Select(V.Greater(y, V.Constant(0f)), dY, V.Constant(0f));
}
