using System.Runtime.CompilerServices;

namespace SparseDiff.Cpu;

/// <summary>
/// Exact Top-k by magnitude over a whole tensor, equal magnitudes by lowest index; a NaN or an infinity ranks above every finite number. A
/// strided sample gives a threshold that somewhat more than k elements pass; one pass over memory packs those; the exact threshold
/// is bisected among them. Neither the sample nor the number of threads shows in the result.
/// </summary>
internal static unsafe class TensorTopK
{
    private const int Segment = 16384;
    private const int SegmentRoom = Segment + 64;
    private const int SampleBlocks = 256;

    /// <summary>CSR[rows, columns] of the selection. rowStart[rows + 1], indices[k], values[k]. 1 ≤ k ≤ rows · columns.</summary>
    public static void Select(float* x, int rows, int columns, int k, int* rowStart, int* indices, float* values)
    {
        Candidates found = Find(x, (long)rows * columns, k, out int low);
        int threshold = RowSelector.Threshold(found.Values, found.Count, k, low, out int ties);
        if (ties > 0)
            RowSelector.PackWithTies(found.Values, found.Indices, found.Count, threshold, ties, found.Values, found.Indices);
        else
            Magnitude.PackAtLeast(found.Values, found.Indices, found.Count, threshold);
        new ReadOnlySpan<float>(found.Values, k).CopyTo(new Span<float>(values, k));
        WriteRows(found.Indices, k, rows, columns, rowStart, indices);
    }

    /// <summary>into[length] = the same selection with zeros elsewhere.</summary>
    public static void SelectMasked(float* x, int length, int k, float* into)
    {
        Candidates found = Find(x, length, k, out int low);
        int threshold = RowSelector.Threshold(found.Values, found.Count, k, low, out int ties);
        RowSelector.Mask(x, length, threshold, ties, into);
    }

    /// <summary>CSR[rows, columns] of everything whose magnitude is at least <paramref name="low"/>; there is room for all of it.</summary>
    public static void SelectAtLeast(float* x, int rows, int columns, int low, int* rowStart, int* indices, float* values)
    {
        CompressJob job = Compression(x, (long)rows * columns, out int segments);
        job.Threshold = low;
        CpuPool.Run(ref job, segments);
        Candidates found = segments == 0 ? default : job.Join(segments);
        new ReadOnlySpan<float>(found.Values, found.Count).CopyTo(new Span<float>(values, found.Count));
        WriteRows(found.Indices, found.Count, rows, columns, rowStart, indices);
    }

    private static CompressJob Compression(float* x, long length, out int segments)
    {
        segments = (int)((length + Segment - 1) / Segment);
        return new CompressJob
        {
            X = x,
            Length = length,
            Values = Scratch.Get<float>(ScratchUse.Candidates, (long)segments * SegmentRoom),
            Indices = Scratch.Get<int>(ScratchUse.CandidateColumns, (long)segments * SegmentRoom),
            Counts = Scratch.Get<int>(ScratchUse.Segments, segments),
        };
    }

    /// <summary>From ascending indices into the flat tensor to rows and columns.</summary>
    private static void WriteRows(int* flat, int count, int rows, int columns, int* rowStart, int* indices)
    {
        int row = 0;
        int begin = 0;
        rowStart[0] = 0;
        for (int i = 0; i < count; i++)
        {
            int index = flat[i];
            while (index - begin >= columns)
            {
                rowStart[++row] = i;
                begin += columns;
            }
            indices[i] = index - begin;
        }
        while (row < rows)
            rowStart[++row] = count;
    }

    /// <summary>At least k elements in the order of their index, all of a magnitude of at least low, among them every one that can be selected.</summary>
    private static Candidates Find(float* x, long length, int k, out int low)
    {
        CompressJob job = Compression(x, length, out int segments);
        for (low = Guess(x, length, k); ; low = low < 1 << 24 ? 0 : low - (1 << 22))
        {
            job.Threshold = low;
            CpuPool.Run(ref job, segments);
            long total = 0;
            for (int segment = 0; segment < segments; segment++)
                total += job.Counts[segment];
            if (total >= k)
                return job.Join(segments);
        }
    }

    /// <summary>A magnitude that the sample says a few more than k elements reach: k's share of the sample and three standard deviations.</summary>
    private static int Guess(float* x, long length, int k)
    {
        if (length < 16 * SampleBlocks * 2)
            return 0;
        float* sample = Scratch.Get<float>(ScratchUse.Row, 16 * SampleBlocks);
        long stride = (length - 16) / (SampleBlocks - 1);
        for (int block = 0; block < SampleBlocks; block++)
            new ReadOnlySpan<float>(x + (block * stride), 16).CopyTo(new Span<float>(sample + (block * 16), 16));
        const int count = 16 * SampleBlocks;
        double expected = (double)k / length * count;
        int rank = (int)(expected + (3 * Math.Sqrt(expected)) + 3);
        return rank >= count ? 0 : RowSelector.Threshold(sample, count, rank, 0, out _);
    }

    /// <summary>Values and flat indices of the candidates.</summary>
    private readonly struct Candidates(float* values, int* indices, int count)
    {
        public readonly float* Values = values;
        public readonly int* Indices = indices;
        public readonly int Count = count;
    }

    /// <summary>Packs the candidates of one segment of the tensor into the segment's own room.</summary>
    private struct CompressJob : IPartJob
    {
        public float* X;
        public long Length;
        public int Threshold;
        public float* Values;
        public int* Indices;
        public int* Counts;

        public readonly void Run(int part)
        {
            long first = (long)part * Segment;
            int count = (int)Math.Min(Segment, Length - first);
            Counts[part] = Magnitude.CompressAtLeast(X + first, count, Threshold, (int)first, Values + ((long)part * SegmentRoom), Indices + ((long)part * SegmentRoom));
        }

        /// <summary>Moves the segments' candidates together.</summary>
        public readonly Candidates Join(int segments)
        {
            int total = Counts[0];
            for (int segment = 1; segment < segments; segment++)
            {
                int count = Counts[segment];
                new ReadOnlySpan<float>(Values + ((long)segment * SegmentRoom), count).CopyTo(new Span<float>(Values + total, count));
                new ReadOnlySpan<int>(Indices + ((long)segment * SegmentRoom), count).CopyTo(new Span<int>(Indices + total, count));
                total += count;
            }
            return new Candidates(Values, Indices, total);
        }
    }
}
