using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SparseDiff.Cpu;

/// <summary>
/// Where the fewest largest entries of several pieces of memory together end that hold a share of their energy, exactly. A strided sample gives a bracket
/// that the end very likely lies in; one sweep sums what is outside it and packs what is inside, where the end is found by splitting the
/// entries in two again and again. The sample moves only the cost, never the result.
/// </summary>
internal static unsafe class EnergyRank
{
    private const int Few = 24;
    private const int Deviations = 4;

    /// <summary>The cut; of nothing but zeros the first entry is inside, of nothing at all none.</summary>
    /// <param name="places">Where the pieces of memory are.</param>
    /// <param name="lengths">How many numbers each has.</param>
    /// <param name="share">In [0, 1]; 1 is everything that is not zero.</param>
    public static EnergyCut Find(ReadOnlySpan<nint> places, ReadOnlySpan<long> lengths, double share)
    {
        long total = 0;
        foreach (long length in lengths)
            total += length;
        if (total == 0)
            return new EnergyCut(0, 0, AllTies: true, 0);
        EnergyCut cut = share >= 1 ? NotZero(places, lengths) : Fewest(places, lengths, total, share);
        return cut.Count > 0 ? cut : new EnergyCut(0, 1, total == 1, 1);
    }

    private static EnergyCut NotZero(ReadOnlySpan<nint> places, ReadOnlySpan<long> lengths)
    {
        long count = 0;
        for (int i = 0; i < places.Length; i++)
            count += GradientSweep.CountAtLeast((float*)places[i], lengths[i], 1);
        return new EnergyCut(1, 1, AllTies: true, count);
    }

    private static EnergyCut Fewest(ReadOnlySpan<nint> places, ReadOnlySpan<long> lengths, long total, double share)
    {
        (int low, int high) = Bracket(places, lengths, total, share);
        BracketSums split = BracketSums.At(places, lengths, low, high);
        double between = Magnitude.Energy(split.Between, split.BetweenCount, 1, out _);
        double energy = split.BelowSquares + between + split.AboveSquares;
        if (energy == 0 || (share == 0 && split.InfiniteCount > 0))
            return new EnergyCut(Magnitude.Infinite, 1, AllTies: true, split.InfiniteCount);

        // A share of nothing is the largest entry.
        double wanted = Math.Max(SliceSample.EnergyOf(share, energy), double.Epsilon);
        bool isBelow = split.AboveSquares + between < wanted;
        if (isBelow || split.AboveSquares >= wanted)
        {
            // The sample misled: everything on the other side of the bracket.
            (low, high) = isBelow ? (1, low) : (high, Magnitude.Infinite);
            split = BracketSums.At(places, lengths, low, high);
        }

        EnergyCut cut = Narrow(split.Between, split.BetweenCount, low, high, wanted - split.AboveSquares);
        return cut with { Count = cut.Count + split.AboveCount + split.InfiniteCount };
    }

    /// <summary>Magnitudes, the lower inside and the upper outside, between which the sample has four standard deviations of the share's estimate to either side.</summary>
    private static (int Low, int High) Bracket(ReadOnlySpan<nint> places, ReadOnlySpan<long> lengths, long total, double share)
    {
        int blocks = (int)Math.Clamp(total >> 13, 256, 1024);
        if (total < 2 * StridedSample.Block * blocks)
            return (1, Magnitude.Infinite);
        int room = (blocks + places.Length) * StridedSample.Block;
        float* sample = Scratch.Get<float>(ScratchUse.Row, 2 * room);
        int count = StridedSample.Take(places, lengths, total, blocks, sample);
        count = Magnitude.CompressBetween(sample, count, 1, Magnitude.Infinite, sample, out _);
        double energy = Magnitude.Energy(sample, count, 1, out _);

        // Deviates from the share as the sum of (1 - share) x² above the cut and of share · x² below it.
        int middle = Rank(sample, count, share * energy, sample + room);
        double below = FourthPowers(sample, count, middle, out double above);
        double margin = Deviations * Math.Sqrt(((1 - share) * (1 - share) * above) + (share * share * below)) / energy;
        int high = share - margin > 0 ? Rank(sample, count, (share - margin) * energy, sample + room) + 1 : Magnitude.Infinite;
        int low = share + margin < 1 ? Rank(sample, count, (share + margin) * energy, sample + room) : 1;
        return (Math.Max(low, 1), Math.Min(high, Magnitude.Infinite));
    }

    private static int Rank(float* sample, int count, double wanted, float* copy)
    {
        new ReadOnlySpan<float>(sample, count).CopyTo(new Span<float>(copy, count));
        return Narrow(copy, count, 1, Magnitude.Infinite, wanted).Rank;
    }

    /// <summary>Σ x⁴ of what is below a magnitude, and of what is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double FourthPowers(float* x, int count, int from, out double above)
    {
        Vector512<int> belowFrom = Vector512.Create(from - 1);
        Vector512<double> all = default, large = default;
        for (int i = 0; i < count; i += 16)
        {
            Vector512<float> v = Vector512.Abs(Simd.LoadPart(x + i, Math.Min(16, count - i)));
            Vector512<float> reached = v & Vector512.GreaterThan(v.AsInt32(), belowFrom).AsSingle();
            all += Fourth(Vector512.WidenLower(v)) + Fourth(Vector512.WidenUpper(v));
            large += Fourth(Vector512.WidenLower(reached)) + Fourth(Vector512.WidenUpper(reached));
        }

        above = Vector512.Sum(large);
        return Vector512.Sum(all - large);

        static Vector512<double> Fourth(Vector512<double> v) => v * v * (v * v);
    }

    /// <summary>The cut of entries that are all finite, at least <paramref name="low"/> and below <paramref name="high"/>; they are overwritten.</summary>
    private static EnergyCut Narrow(float* x, int count, int low, int high, double missing)
    {
        long taken = 0;
        for (int step = 0; high - low > 1 && count > Few; step++)
        {
            // An entry in the middle halves whatever the distribution; every fourth step halves the bits, so that no order of the entries makes it long.
            int middle = step % 4 == 3 ? low + ((high - low) / 2) : MedianOfThree(x, count);
            middle = Math.Clamp(middle, low + 1, high - 1);
            double energy = Magnitude.Energy(x, count, middle, out int found);
            if (energy >= missing)
                low = middle;
            else
                (high, missing, taken) = (middle, missing - energy, taken + found);
            count = Magnitude.CompressBetween(x, count, low, high, x, out _);
        }

        if (count == 0 || missing <= 0)
            return new EnergyCut(high, 1, AllTies: true, taken);
        EnergyCut cut = high - low > 1 ? Sort(x, count, missing) : Equal(low, count, missing);
        return cut with { Count = cut.Count + taken };
    }

    private static int MedianOfThree(float* x, int count)
    {
        (int a, int b, int c) = (Magnitude.Of(x[count / 4]), Magnitude.Of(x[count / 2]), Magnitude.Of(x[3 * (count / 4)]));
        return Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
    }

    /// <summary>A few entries, the largest first, until there is enough.</summary>
    private static EnergyCut Sort(float* x, int count, double missing)
    {
        var ranks = new Span<int>((int*)x, count);
        foreach (ref int rank in ranks)
            rank &= int.MaxValue;
        ranks.Sort();
        double energy = 0;
        int i = count;
        while (i > 0 && energy < missing)
        {
            double value = BitConverter.Int32BitsToSingle(ranks[--i]);
            energy += value * value;
        }

        int last = ranks[i];
        int ties = ranks[i..].LastIndexOf(last) + 1;
        return new EnergyCut(last, ties, i == 0 || ranks[i - 1] != last, count - i);
    }

    /// <summary>All entries are of one magnitude.</summary>
    private static EnergyCut Equal(int rank, int count, double missing)
    {
        double value = BitConverter.Int32BitsToSingle(rank);
        int ties = (int)Math.Clamp(Math.Ceiling(missing / (value * value)), 1, count);
        return new EnergyCut(rank, ties, ties == count, ties);
    }
}
