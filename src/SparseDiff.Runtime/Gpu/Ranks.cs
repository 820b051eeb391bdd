namespace SparseDiff.Gpu;

/// <summary>How selection orders entries: by the bits of the magnitude, which sort like the magnitude itself.</summary>
internal static class Ranks
{
    private const int Infinity = 0x7F800000;

    /// <summary>The rank of a number: larger magnitude, larger rank; not-a-number ranks with infinity.</summary>
    public static int Of(float value)
    {
        int bits = BitConverter.SingleToInt32Bits(value) & int.MaxValue;
        return bits > Infinity ? Infinity : bits;
    }

    /// <summary>Whether the number is finite.</summary>
    public static bool IsFinite(float value) => Of(value) < Infinity;

    /// <summary>Two counts in one number, so that one scan counts both: entries above the threshold, and entries equal to it.</summary>
    public static long Mark(int rank, int threshold)
    {
        long above = rank > threshold ? 1L << 32 : 0L;
        long equal = rank == threshold ? 1L : 0L;
        return above + equal;
    }

    /// <summary>Of two counts, the entries above the threshold.</summary>
    public static int Above(long marks) => (int)(marks >> 32);

    /// <summary>Of two counts, the entries equal to the threshold.</summary>
    public static int Equal(long marks) => (int)(marks & 0xFFFFFFFFL);
}
