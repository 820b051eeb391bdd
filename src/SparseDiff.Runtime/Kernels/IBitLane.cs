namespace SparseDiff.Kernels;

/// <summary>A lane of 32-bit floats whose bits can be taken apart: what <see cref="LaneMath"/>'s polynomials need beyond arithmetic.</summary>
/// <typeparam name="V">The lane type itself.</typeparam>
public interface IBitLane<V> : ILane<V>
    where V : struct, IBitLane<V>
{
    /// <summary>a · 2ⁿ for a whole n in [-126, 127]: n is added to the exponent bits of 1 and multiplied.</summary>
    static abstract V ScaleByPowerOfTwo(V a, V n);

    /// <summary>For a normal positive a = m · 2ᵉ with m in [0.5, 1): returns m and gives e.</summary>
    static abstract V SplitExponent(V a, out V exponent);
}
