namespace SparseDiff.Cpu;

/// <summary>A sample of several pieces of memory: short stretches of neighbours at equal distances. What it says moves only what a search costs, never its result.</summary>
internal static unsafe class StridedSample
{
    /// <summary>How many neighbours are taken at each place.</summary>
    public const int Block = 16;

    /// <summary>Copies about so many stretches.</summary>
    /// <param name="places">Where the pieces of memory are.</param>
    /// <param name="lengths">How many numbers each has.</param>
    /// <param name="total">The sum of the lengths.</param>
    /// <param name="blocks">How many stretches are wanted.</param>
    /// <param name="into">Room for a stretch more of each piece.</param>
    /// <returns>How many numbers were taken.</returns>
    public static int Take(ReadOnlySpan<nint> places, ReadOnlySpan<long> lengths, long total, int blocks, float* into)
    {
        int count = 0;
        for (int i = 0; i < places.Length; i++)
        {
            long own = Math.Min(lengths[i] / Block, (lengths[i] * blocks / total) + 1);
            for (long block = 0; block < own; block++, count += Block)
                new ReadOnlySpan<float>((float*)places[i] + (block * (lengths[i] / own / Block * Block)), Block).CopyTo(new Span<float>(into + count, Block));
        }

        return count;
    }
}
