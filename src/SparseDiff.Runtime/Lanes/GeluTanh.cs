using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff.Lanes;

/// <summary>x / 2 · (1 + tanh(√(2/π) (x + 0.044715 x³))): the usual approximation of GELU (arXiv 1606.08415).</summary>
public readonly struct GeluTanh : IUnaryOp
{
    // √(2/π), and the coefficient that fits Φ.
    private const float Scale = 0.797884560802865356f;
    private const float Cubic = 0.044715f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x)
        where V : struct, ILane<V>
    {
        V half = V.Constant(0.5f) * x;
        return V.MultiplyAdd(half, Inner(x), half);
    }

    /// <summary>The derivative of the approximation, times dY.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Pull<V>(V x, V dY)
        where V : struct, ILane<V>
    {
        V one = V.Constant(1f);
        V half = V.Constant(0.5f);
        V tanh = Inner(x);
        V slope = V.Constant(Scale) * V.MultiplyAdd(V.Constant(3 * Cubic), x * x, one);
        V derivative = V.MultiplyAdd(half * x * (one - (tanh * tanh)), slope, half * (one + tanh));
        return derivative * dY;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Inner<V>(V x)
        where V : struct, ILane<V> => V.Tanh(V.Constant(Scale) * V.MultiplyAdd(V.Constant(Cubic) * x, x * x, x));
}
