namespace SparseDiff.Cpu;

/// <summary>
/// Where the k largest magnitudes of several pieces of memory together end, exactly. A strided sample gives a bracket that the k-th very likely lies in; one
/// pass counts what is above it and packs what is inside; the answer is bisected among those. The sample moves only the cost, never the result.
/// </summary>
internal static unsafe class MagnitudeRank
{
    private const int Segment = 16384;
    private const int SegmentRoom = Segment + 64;
    private const int SampleBlocks = 512;
    private const int Everything = int.MaxValue;

    /// <summary>A magnitude that the k largest reach and, ties apart, no others.</summary>
    /// <param name="places">Where the pieces of memory are.</param>
    /// <param name="lengths">How many numbers each has.</param>
    /// <param name="k">1 … the sum of the lengths.</param>
    /// <param name="ties">How many of exactly this magnitude are among the k; 0 when all of them are.</param>
    public static int Find(ReadOnlySpan<nint> places, ReadOnlySpan<long> lengths, long k, out long ties)
    {
        long total = 0;
        long segments = 0;
        for (int i = 0; i < places.Length; i++)
        {
            total += lengths[i];
            segments += Segments(lengths[i]);
        }

        var job = new RankJob
        {
            Values = Scratch.Get<float>(ScratchUse.Candidates, segments * SegmentRoom),
            Counts = Scratch.Get<int>(ScratchUse.Segments, 2 * segments),
        };
        (job.Low, job.High) = Bracket(places, lengths, total, k);
        while (true)
        {
            (long above, long inside) = Sweep(job, places, lengths);
            if (above < k && above + inside >= k)
            {
                int magnitude = RowSelector.Threshold(job.Values, (int)inside, (int)(k - above), job.Low, out int among);
                ties = among;
                return magnitude;
            }

            // The sample misled: everything on the other side of the bracket.
            (job.Low, job.High) = above >= k ? (job.High, Everything) : (0, job.Low);
        }
    }

    /// <summary>Counts and packs, memory by memory; the packed entries lie together afterwards.</summary>
    private static (long Above, long Inside) Sweep(in RankJob job, ReadOnlySpan<nint> places, ReadOnlySpan<long> lengths)
    {
        RankJob own = job;
        int segments = 0;
        for (int i = 0; i < places.Length; i++)
        {
            own.X = (float*)places[i];
            (own.Length, own.First) = (lengths[i], segments);
            int parts = (int)Segments(lengths[i]);
            CpuPool.Run(ref own, parts);
            segments += parts;
        }

        long above = 0;
        long inside = 0;
        for (int segment = 0; segment < segments; segment++)
        {
            int count = own.Counts[2 * segment];
            new ReadOnlySpan<float>(own.Values + ((long)segment * SegmentRoom), count).CopyTo(new Span<float>(own.Values + inside, count));
            inside += count;
            above += own.Counts[(2 * segment) + 1];
        }

        return (above, inside);
    }

    /// <summary>Magnitudes between which the k-th lies with eight standard deviations to either side, as neighbours are alike: the lower is inside, the upper outside.</summary>
    private static (int Low, int High) Bracket(ReadOnlySpan<nint> places, ReadOnlySpan<long> lengths, long total, long k)
    {
        if (total < 4 * SampleBlocks * StridedSample.Block)
            return (0, Everything);
        float* sample = Scratch.Get<float>(ScratchUse.Row, (SampleBlocks + places.Length) * StridedSample.Block);
        int count = StridedSample.Take(places, lengths, total, SampleBlocks, sample);
        double expected = (double)k / total * count;
        double spread = (8 * Math.Sqrt(expected * (1 - ((double)k / total)))) + 4;
        int few = (int)(expected - spread);
        int many = (int)(expected + spread);
        int low = many >= count ? 0 : RowSelector.Threshold(sample, count, many, 0, out _);
        int high = few < 1 ? Everything : RowSelector.Threshold(sample, count, few, 0, out _) + 1;
        return (low, high);
    }

    private static long Segments(long length) => (length + Segment - 1) / Segment;

    /// <summary>Counts and packs one segment into its own room.</summary>
    private struct RankJob : IPartJob
    {
        public float* X;
        public long Length;
        public int First;
        public int Low;
        public int High;
        public float* Values;
        public int* Counts;

        public readonly void Run(int part)
        {
            long first = (long)part * Segment;
            int segment = First + part;
            Counts[2 * segment] = Magnitude.CompressBetween(
                X + first, (int)Math.Min(Segment, Length - first), Low, High, Values + ((long)segment * SegmentRoom), out Counts[(2 * segment) + 1]);
        }
    }
}
