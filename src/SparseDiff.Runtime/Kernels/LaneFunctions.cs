using System.Runtime.CompilerServices;

namespace SparseDiff.Kernels;

/// <summary>Functions of lanes that are made of others: what generated lane code calls beside the members of <see cref="ILane{V}"/>.</summary>
public static class LaneFunctions
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>The mask that is set everywhere.</summary>
    [MethodImpl(Inline)]
    public static V True<V>()
        where V : struct, ILane<V> => V.Equal(V.Constant(0f), V.Constant(0f));

    /// <summary>Set where a mask is not.</summary>
    [MethodImpl(Inline)]
    public static V Not<V>(V mask)
        where V : struct, ILane<V> => V.Select(mask, V.Constant(0f), True<V>());

    /// <summary>Set where both masks are.</summary>
    [MethodImpl(Inline)]
    public static V And<V>(V a, V b)
        where V : struct, ILane<V> => V.Select(a, b, V.Constant(0f));

    /// <summary>Set where one of the masks is.</summary>
    [MethodImpl(Inline)]
    public static V Or<V>(V a, V b)
        where V : struct, ILane<V> => V.Select(a, a, b);

    /// <summary>1, 0 or -1, as the number's sign.</summary>
    [MethodImpl(Inline)]
    public static V Sign<V>(V x)
        where V : struct, ILane<V>
    {
        V zero = V.Constant(0f);
        return V.Select(V.Greater(x, zero), V.Constant(1f), V.Select(V.Greater(zero, x), V.Constant(-1f), zero));
    }

    /// <summary>Rounded towards plus infinity.</summary>
    [MethodImpl(Inline)]
    public static V Ceiling<V>(V x)
        where V : struct, ILane<V> => -V.Floor(-x);

    /// <summary>Rounded towards zero.</summary>
    [MethodImpl(Inline)]
    public static V Truncate<V>(V x)
        where V : struct, ILane<V> => V.Select(V.Greater(V.Constant(0f), x), -V.Floor(-x), V.Floor(x));

    /// <summary>The remainder of a division, with the dividend's sign.</summary>
    [MethodImpl(Inline)]
    public static V Remainder<V>(V a, V b)
        where V : struct, ILane<V> => a - (Truncate(a / b) * b);

    /// <summary>The hyperbolic sine: (e^x - e^-x) / 2, and near zero x + x³/6 + x⁵/120.</summary>
    [MethodImpl(Inline)]
    public static V Sinh<V>(V x)
        where V : struct, ILane<V>
    {
        V z = x * x;
        V near = x * (V.Constant(1f) + (z / V.Constant(6f) * (V.Constant(1f) + (z / V.Constant(20f) * (V.Constant(1f) + (z / V.Constant(42f)))))));
        V far = V.Constant(0.5f) * (V.Exp(x) - V.Exp(-x));
        return V.Select(V.Greater(V.Constant(0.5f), V.Abs(x)), near, far);
    }

    /// <summary>The hyperbolic cosine.</summary>
    [MethodImpl(Inline)]
    public static V Cosh<V>(V x)
        where V : struct, ILane<V> => V.Constant(0.5f) * (V.Exp(x) + V.Exp(-x));

    /// <summary>The cube root, as e^(log |x| / 3) with x's sign and one step of Newton's.</summary>
    [MethodImpl(Inline)]
    public static V Cbrt<V>(V x)
        where V : struct, ILane<V>
    {
        V magnitude = V.Abs(x);
        V root = V.Exp(V.Log(magnitude) / V.Constant(3f));
        root -= (root - (magnitude / (root * root))) / V.Constant(3f);
        V zero = V.Constant(0f);
        return V.Select(V.Greater(x, zero), root, V.Select(V.Greater(zero, x), -root, x));
    }
}
