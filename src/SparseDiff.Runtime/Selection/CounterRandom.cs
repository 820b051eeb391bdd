namespace SparseDiff;

/// <summary>Random numbers as a function of (seed, counter): the same on every device and thread count.</summary>
/// <remarks>The mixing function is that of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014).</remarks>
public static class CounterRandom
{
    /// <summary>64 random bits.</summary>
    public static ulong Bits(ulong seed, ulong counter)
    {
        ulong z = seed * 0xD1342543DE82EF95UL + (counter + 1) * 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>A number in [0, 1), uniformly, with 24 random bits: every value is exact as a float.</summary>
    public static float Uniform(ulong seed, ulong counter) => (Bits(seed, counter) >> 40) * (1f / (1 << 24));

    /// <summary>
    /// Whether entry <paramref name="index"/> survives a dropout that drops <paramref name="threshold"/> of 2³² entries. Two neighbours
    /// share one draw: the even one has its lower half.
    /// </summary>
    public static bool Survives(ulong key, uint index, uint threshold)
    {
        ulong draw = Bits(key, index >> 1);
        return (uint)((index & 1) == 0 ? draw : draw >> 32) >= threshold;
    }

    /// <summary>The rate as a share of 2³².</summary>
    internal static uint Threshold(float rate) => (uint)Math.Min((double)rate * 4294967296.0, uint.MaxValue);
}
