using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff.Lanes;

/// <summary>The error function.</summary>
public readonly struct Erf : IUnaryOp
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x)
        where V : struct, ILane<V> => V.Erf(x);

    /// <summary>2 / √π · e^(-x²) dY.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Pull<V>(V x, V dY)
        where V : struct, ILane<V> => V.Constant(1.12837916709551257f) * V.Exp(-(x * x)) * dY;
}
