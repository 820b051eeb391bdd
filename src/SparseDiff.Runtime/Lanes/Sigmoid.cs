using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff.Lanes;

/// <summary>1 / (1 + e^-x): the logistic function.</summary>
public readonly struct Sigmoid : IUnaryOp
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x)
        where V : struct, ILane<V>
    {
        V one = V.Constant(1f);
        return one / (one + V.Exp(-x));
    }

    /// <summary>y (1 - y) dY.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Pull<V>(V y, V dY)
        where V : struct, ILane<V> => y * (V.Constant(1f) - y) * dY;
}
