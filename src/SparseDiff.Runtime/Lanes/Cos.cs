using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff.Lanes;

/// <summary>The cosine of an angle in radians.</summary>
public readonly struct Cos : IUnaryOp
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x)
        where V : struct, ILane<V> => V.Cos(x);

    /// <summary>-sin(x) dY.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Pull<V>(V x, V dY)
        where V : struct, ILane<V> => -(V.Sin(x) * dY);
}
