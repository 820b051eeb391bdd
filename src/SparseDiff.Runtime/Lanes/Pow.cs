using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff.Lanes;

/// <summary>x to a constant power. Below 0 it is a number only for whole exponents.</summary>
public readonly struct Pow : IBinaryOp
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x, V exponent)
        where V : struct, ILane<V>
    {
        // |x| to the power by e^(exponent · log |x|), then the sign that a whole exponent gives.
        V zero = V.Constant(0f);
        V magnitude = V.Exp(exponent * V.Log(V.Abs(x)));
        V halved = exponent * V.Constant(0.5f);
        V even = V.Equal(halved, V.Floor(halved));
        V whole = V.Equal(exponent, V.Floor(exponent));
        V negative = V.Select(whole, V.Select(even, magnitude, -magnitude), V.Constant(float.NaN));
        V power = V.Select(V.Greater(zero, x), negative, magnitude);
        return V.Select(V.Equal(exponent, zero), V.Constant(1f), power);
    }

    /// <summary>exponent · x to the (exponent - 1), times dY; 0 for the exponent 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Pull<V>(V x, V exponent, V dY)
        where V : struct, ILane<V>
    {
        V derivative = exponent * Apply(x, exponent - V.Constant(1f));
        return V.Select(V.Equal(exponent, V.Constant(0f)), V.Constant(0f), derivative) * dY;
    }
}
