using System.Runtime.CompilerServices;

namespace SparseDiff.Kernels;

/// <summary>Transcendental functions of 32-bit lanes: range reduction and polynomials, the same for a float and for vectors of them.</summary>
/// <remarks>
/// The polynomials are those of the Cephes library (S. L. Moshier, Methods and Programs for Mathematical Functions, 1989):
/// expf, logf, tanhf, erff. Errors are a few units in the last place; the tests say how many.
/// </remarks>
public static class LaneMath
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>e to the x: x = n ln 2 + r with |r| ≤ ln 2 / 2, a polynomial in r, times 2ⁿ.</summary>
    [MethodImpl(Inline)]
    public static V Exp<V>(V x)
        where V : struct, IBitLane<V>
    {
        V bounded = V.Min(V.Max(x, V.Constant(-104f)), V.Constant(89f));
        V n = V.Floor(V.MultiplyAdd(bounded, V.Constant(1.44269504088896341f), V.Constant(0.5f)));

        // ln 2 in two parts, the first with few bits, so that n times it is exact.
        V r = V.MultiplyAdd(n, V.Constant(-0.693359375f), bounded);
        r = V.MultiplyAdd(n, V.Constant(2.12194440e-4f), r);
        V p = V.Constant(1.9875691500e-4f);
        p = V.MultiplyAdd(p, r, V.Constant(1.3981999507e-3f));
        p = V.MultiplyAdd(p, r, V.Constant(8.3334519073e-3f));
        p = V.MultiplyAdd(p, r, V.Constant(4.1665795894e-2f));
        p = V.MultiplyAdd(p, r, V.Constant(1.6666665459e-1f));
        p = V.MultiplyAdd(p, r, V.Constant(5.0000001201e-1f));
        p = V.MultiplyAdd(p, r * r, r) + V.Constant(1f);

        // In two steps: n reaches -150 for denormal results and 128 just before infinity.
        V half = V.Floor(n * V.Constant(0.5f));
        return V.ScaleByPowerOfTwo(V.ScaleByPowerOfTwo(p, half), n - half);
    }

    /// <summary>The natural logarithm: x = m 2ᵉ with m in [√½, √2), a polynomial in m - 1.</summary>
    [MethodImpl(Inline)]
    public static V Log<V>(V x)
        where V : struct, IBitLane<V>
    {
        // Denormals have no exponent to split: bring them into the normal range first.
        V tiny = V.Greater(V.Constant(1.17549435e-38f), x);
        V m = V.SplitExponent(V.Select(tiny, x * V.Constant(33554432f), x), out V e);
        e -= V.Select(tiny, V.Constant(25f), V.Constant(0f));
        V small = V.Greater(V.Constant(0.707106781186547524f), m);
        e -= V.Select(small, V.Constant(1f), V.Constant(0f));
        V f = m + V.Select(small, m, V.Constant(0f)) - V.Constant(1f);
        V z = f * f;
        V p = V.Constant(7.0376836292e-2f);
        p = V.MultiplyAdd(p, f, V.Constant(-1.1514610310e-1f));
        p = V.MultiplyAdd(p, f, V.Constant(1.1676998740e-1f));
        p = V.MultiplyAdd(p, f, V.Constant(-1.2420140846e-1f));
        p = V.MultiplyAdd(p, f, V.Constant(1.4249322787e-1f));
        p = V.MultiplyAdd(p, f, V.Constant(-1.6668057665e-1f));
        p = V.MultiplyAdd(p, f, V.Constant(2.0000714765e-1f));
        p = V.MultiplyAdd(p, f, V.Constant(-2.4999993993e-1f));
        p = V.MultiplyAdd(p, f, V.Constant(3.3333331174e-1f));
        V y = p * f * z;
        y = V.MultiplyAdd(e, V.Constant(-2.12194440e-4f), y);
        y = V.MultiplyAdd(z, V.Constant(-0.5f), y);
        y = V.MultiplyAdd(e, V.Constant(0.693359375f), f + y);

        V zero = V.Constant(0f);
        y = V.Select(V.Equal(x, zero), V.Constant(float.NegativeInfinity), y);
        y = V.Select(V.Equal(x, V.Constant(float.PositiveInfinity)), x, y);
        return V.Select(V.GreaterOrEqual(x, zero), y, V.Constant(float.NaN));
    }

    /// <summary>The hyperbolic tangent: a polynomial below 0.625, 1 - 2 / (e^2|x| + 1) with x's sign above.</summary>
    [MethodImpl(Inline)]
    public static V Tanh<V>(V x)
        where V : struct, IBitLane<V>
    {
        V z = x * x;
        V p = V.Constant(-5.70498872745e-3f);
        p = V.MultiplyAdd(p, z, V.Constant(2.06390887954e-2f));
        p = V.MultiplyAdd(p, z, V.Constant(-5.37397155531e-2f));
        p = V.MultiplyAdd(p, z, V.Constant(1.33314422036e-1f));
        p = V.MultiplyAdd(p, z, V.Constant(-3.33332819422e-1f));
        V near = V.MultiplyAdd(p * z, x, x);

        V one = V.Constant(1f);
        V magnitude = V.Abs(x);
        V far = one - (V.Constant(2f) / (Exp(magnitude + magnitude) + one));
        far = V.Select(V.Greater(V.Constant(0f), x), -far, far);
        return V.Select(V.Greater(V.Constant(0.625f), magnitude), near, far);
    }

    /// <summary>The error function: a polynomial in x² below 1, 1 - e^(-x²) times a polynomial in 1/x² above.</summary>
    [MethodImpl(Inline)]
    public static V Erf<V>(V x)
        where V : struct, IBitLane<V>
    {
        V z = x * x;
        V p = V.Constant(7.853861353153693e-5f);
        p = V.MultiplyAdd(p, z, V.Constant(-8.010193625184903e-4f));
        p = V.MultiplyAdd(p, z, V.Constant(5.188327685732524e-3f));
        p = V.MultiplyAdd(p, z, V.Constant(-2.685381193529856e-2f));
        p = V.MultiplyAdd(p, z, V.Constant(1.128358514861418e-1f));
        p = V.MultiplyAdd(p, z, V.Constant(-3.761262582423300e-1f));
        p = V.MultiplyAdd(p, z, V.Constant(1.128379165726710f));
        V near = x * p;

        V one = V.Constant(1f);
        V magnitude = V.Abs(x);
        V far = one - ComplementaryErf(V.Max(magnitude, one));
        far = V.Select(V.Greater(V.Constant(0f), x), -far, far);
        return V.Select(V.Greater(one, magnitude), near, far);
    }

    /// <summary>1 - erf x for x ≥ 1: e^(-x²) / x times one of two polynomials in 1/x².</summary>
    [MethodImpl(Inline)]
    private static V ComplementaryErf<V>(V x)
        where V : struct, IBitLane<V>
    {
        V q = V.Constant(1f) / x;
        V y = q * q;
        V below2 = V.Constant(2.326819970068386e-2f);
        below2 = V.MultiplyAdd(below2, y, V.Constant(-1.387039388740657e-1f));
        below2 = V.MultiplyAdd(below2, y, V.Constant(3.687424674597105e-1f));
        below2 = V.MultiplyAdd(below2, y, V.Constant(-5.824733027278666e-1f));
        below2 = V.MultiplyAdd(below2, y, V.Constant(6.210004621745983e-1f));
        below2 = V.MultiplyAdd(below2, y, V.Constant(-4.944515323274145e-1f));
        below2 = V.MultiplyAdd(below2, y, V.Constant(3.404879937665872e-1f));
        below2 = V.MultiplyAdd(below2, y, V.Constant(-2.741127028184656e-1f));
        below2 = V.MultiplyAdd(below2, y, V.Constant(5.638259427386472e-1f));
        V above2 = V.Constant(-1.047766399936249e+1f);
        above2 = V.MultiplyAdd(above2, y, V.Constant(1.297719955372516e+1f));
        above2 = V.MultiplyAdd(above2, y, V.Constant(-7.495518717768503e+0f));
        above2 = V.MultiplyAdd(above2, y, V.Constant(2.921019019210786e+0f));
        above2 = V.MultiplyAdd(above2, y, V.Constant(-1.015265279202700e+0f));
        above2 = V.MultiplyAdd(above2, y, V.Constant(4.218463358204948e-1f));
        above2 = V.MultiplyAdd(above2, y, V.Constant(-2.820767439740514e-1f));
        above2 = V.MultiplyAdd(above2, y, V.Constant(5.641895067754075e-1f));
        V p = V.Select(V.Greater(V.Constant(2f), x), below2, above2);
        return Exp(-(x * x)) * q * p;
    }

    /// <summary>The sine: x = n π/2 + r with |r| ≤ π/4, then a polynomial of the sine or the cosine of r. Good to some units in the last place up to |x| ≈ 10⁴.</summary>
    [MethodImpl(Inline)]
    public static V Sin<V>(V x)
        where V : struct, IBitLane<V> => Quadrant(x, V.Constant(0f));

    /// <summary>The cosine: the sine a quadrant further.</summary>
    [MethodImpl(Inline)]
    public static V Cos<V>(V x)
        where V : struct, IBitLane<V> => Quadrant(x, V.Constant(1f));

    [MethodImpl(Inline)]
    private static V Quadrant<V>(V x, V further)
        where V : struct, IBitLane<V>
    {
        V n = V.Floor(V.MultiplyAdd(x, V.Constant(0.636619772367581343f), V.Constant(0.5f)));

        // π/2 in three parts, the first two with few bits, so that n times them is exact.
        V r = V.MultiplyAdd(n, V.Constant(-1.5703125f), x);
        r = V.MultiplyAdd(n, V.Constant(-4.837512969970703125e-4f), r);
        r = V.MultiplyAdd(n, V.Constant(-7.549789948768648e-8f), r);
        V z = r * r;
        V sine = V.MultiplyAdd(V.MultiplyAdd(V.Constant(-1.9515295891e-4f), z, V.Constant(8.3321608736e-3f)), z, V.Constant(-1.6666654611e-1f));
        sine = V.MultiplyAdd(sine * z, r, r);
        V cosine = V.MultiplyAdd(V.MultiplyAdd(V.Constant(2.443315711809948e-5f), z, V.Constant(-1.388731625493765e-3f)), z, V.Constant(4.166664568298827e-2f));
        cosine = V.MultiplyAdd(cosine * z, z, V.MultiplyAdd(V.Constant(-0.5f), z, V.Constant(1f)));

        // The quadrant, 0 to 3: odd ones take the cosine, the upper two the other sign.
        V q = n + further;
        q -= V.Constant(4f) * V.Floor(q * V.Constant(0.25f));
        V upper = V.GreaterOrEqual(q, V.Constant(2f));
        V odd = V.Equal(q - V.Select(upper, V.Constant(2f), V.Constant(0f)), V.Constant(1f));
        V value = V.Select(odd, cosine, sine);
        return V.Select(upper, -value, value);
    }
}
