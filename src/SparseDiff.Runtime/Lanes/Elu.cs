using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff.Lanes;

/// <summary>x where x is positive, else alpha · (e^x - 1) (Clevert, Unterthiner, Hochreiter, arXiv 1511.07289).</summary>
public readonly struct Elu : IBinaryOp
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x, V alpha)
        where V : struct, ILane<V>
    {
        V zero = V.Constant(0f);
        return V.Select(V.Greater(x, zero), x, alpha * (V.Exp(V.Min(x, zero)) - V.Constant(1f)));
    }

    /// <summary>dY where x is positive, else alpha · e^x · dY.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Pull<V>(V x, V alpha, V dY)
        where V : struct, ILane<V>
    {
        V zero = V.Constant(0f);
        return V.Select(V.Greater(x, zero), dY, alpha * V.Exp(V.Min(x, zero)) * dY);
    }
}
