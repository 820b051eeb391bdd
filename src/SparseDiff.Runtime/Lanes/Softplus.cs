using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff.Lanes;

/// <summary>log(1 + e^x): a smooth max(x, 0).</summary>
public readonly struct Softplus : IUnaryOp
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x)
        where V : struct, ILane<V>
    {
        // max(x, 0) + log(1 + u) with u = e^-|x| ≤ 1; log(1 + u) as Kahan has it: the rounding error of 1 + u cancels.
        V zero = V.Constant(0f);
        V one = V.Constant(1f);
        V u = V.Exp(-V.Abs(x));
        V w = one + u;
        V log1p = V.Select(V.Equal(w, one), u, V.Log(w) * u / (w - one));
        return V.Max(x, zero) + log1p;
    }

    /// <summary>sigmoid(x) dY.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Pull<V>(V x, V dY)
        where V : struct, ILane<V>
    {
        V one = V.Constant(1f);
        return dY / (one + V.Exp(-x));
    }
}
