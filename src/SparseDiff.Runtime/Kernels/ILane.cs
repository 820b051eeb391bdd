namespace SparseDiff.Kernels;

/// <summary>
/// One lane of an element-wise computation: a float, a double, or a vector register of floats. An operation written over lanes
/// is at once the SIMD loop, its scalar tail, the GPU kernel and the double-precision reference.
/// </summary>
/// <typeparam name="V">The lane type itself.</typeparam>
public interface ILane<V>
    where V : struct, ILane<V>
{
    /// <summary>The number in every element of the lane.</summary>
    static abstract V Constant(float value);

    /// <summary>a + b.</summary>
    static abstract V operator +(V a, V b);

    /// <summary>a - b.</summary>
    static abstract V operator -(V a, V b);

    /// <summary>-a.</summary>
    static abstract V operator -(V a);

    /// <summary>a * b.</summary>
    static abstract V operator *(V a, V b);

    /// <summary>a / b.</summary>
    static abstract V operator /(V a, V b);

    /// <summary>a * b + c, rounded once where the hardware can.</summary>
    static abstract V MultiplyAdd(V a, V b, V c);

    /// <summary>|a|.</summary>
    static abstract V Abs(V a);

    /// <summary>The square root; not a number below zero.</summary>
    static abstract V Sqrt(V a);

    /// <summary>The larger; not a number if either is not.</summary>
    static abstract V Max(V a, V b);

    /// <summary>The smaller; not a number if either is not.</summary>
    static abstract V Min(V a, V b);

    /// <summary>e to the a.</summary>
    static abstract V Exp(V a);

    /// <summary>The natural logarithm.</summary>
    static abstract V Log(V a);

    /// <summary>The hyperbolic tangent.</summary>
    static abstract V Tanh(V a);

    /// <summary>The error function.</summary>
    static abstract V Erf(V a);

    /// <summary>The sine of an angle in radians.</summary>
    static abstract V Sin(V a);

    /// <summary>The cosine of an angle in radians.</summary>
    static abstract V Cos(V a);

    /// <summary>a rounded to the next whole number towards minus infinity.</summary>
    static abstract V Floor(V a);

    /// <summary>A mask: set where a > b; not set where either is not a number. Only <see cref="Select"/> reads masks.</summary>
    static abstract V Greater(V a, V b);

    /// <summary>A mask: set where a ≥ b; not set where either is not a number.</summary>
    static abstract V GreaterOrEqual(V a, V b);

    /// <summary>A mask: set where a = b; not set where either is not a number.</summary>
    static abstract V Equal(V a, V b);

    /// <summary>a where the mask is set, else b.</summary>
    static abstract V Select(V mask, V a, V b);

    /// <summary>A function of numbers, entry by entry: for what cannot be computed in all entries at once.</summary>
    static abstract V Each<F>(F function)
        where F : struct, IEntries;

    /// <summary>One entry, in single precision.</summary>
    static abstract float Single(V a, int entry);

    /// <summary>One entry, in double precision.</summary>
    static abstract double Double(V a, int entry);
}
