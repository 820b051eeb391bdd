namespace SparseDiff;

/// <summary>A random order of the numbers 0 … n - 1 as a function: the i-th number of the order, without a table.</summary>
/// <remarks>
/// A Feistel network over the next even number of bits is a permutation for any round function; numbers beyond n are sent through
/// again until they come back below it (cycle walking: Black and Rogaway, Ciphers with Arbitrary Finite Domains, 2002).
/// </remarks>
internal readonly struct RandomOrder
{
    private const int Rounds = 6;

    private readonly int count;
    private readonly int halfBits;
    private readonly ulong key;

    public RandomOrder(int count, ulong key)
    {
        this.count = count;
        this.key = key;
        halfBits = 1;
        while (1L << (2 * halfBits) < count)
            halfBits++;
    }

    /// <summary>The i-th number; 0 ≤ i &lt; n.</summary>
    public int At(int i)
    {
        long place = i;
        do
            place = Permute(place);
        while (place >= count);
        return (int)place;
    }

    private long Permute(long place)
    {
        ulong mask = (1UL << halfBits) - 1;
        ulong left = (ulong)place >> halfBits;
        ulong right = (ulong)place & mask;
        for (int round = 0; round < Rounds; round++)
            (left, right) = (right, left ^ (CounterRandom.Bits(key + (ulong)round, right) & mask));
        return (long)((left << halfBits) | right);
    }
}
