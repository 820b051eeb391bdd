using System.Runtime.CompilerServices;

namespace SparseDiff.Cpu;

/// <summary>
/// Exact Top-k by magnitude over a whole tensor, equal magnitudes by lowest index; a NaN or an infinity ranks above every finite number. A
/// strided sample gives a threshold that somewhat more than k elements pass; one pass over memory packs those; the exact threshold
/// is bisected among them. Neither the sample nor the number of threads shows in the result.
/// </summary>
internal static unsafe class TensorTopK
{
    private const int SegmentSlack = 64;
    private const int BlockLength = 16;

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

    /// <summary>
    /// CSR[rows, columns] of everything whose magnitude is above <paramref name="low"/> and of the first so many that equal it (all when ties is 0); there is
    /// room for it.
    /// </summary>
    /// <returns>How many entries that are.</returns>
    public static int SelectAtLeast(float* x, int rows, int columns, int low, int ties, int* rowStart, int* indices, float* values)
    {
        CompressJob job = Compression(x, (long)rows * columns, out int segments);
        job.Threshold = low;
        CpuPool.Run(ref job, segments);
        Candidates found = segments == 0 ? default : job.Join(segments);
        int count = ties == 0 ? found.Count : RowSelector.PackWithTies(found.Values, found.Indices, found.Count, low, ties, found.Values, found.Indices);
        new ReadOnlySpan<float>(found.Values, count).CopyTo(new Span<float>(values, count));
        WriteRows(found.Indices, count, rows, columns, rowStart, indices);
        return count;
    }

    private static CompressJob Compression(float* x, long length, out int segments)
    {
        // Long segments for long tensors: each has its candidates on pages of its own, which the joining pass must visit.
        int segment = length < 1 << 22 ? 1 << 14 : 1 << 16;
        segments = (int)((length + segment - 1) / segment);
        return new CompressJob
        {
            X = x,
            Length = length,
            Segment = segment,
            Values = Scratch.Get<float>(ScratchUse.Candidates, segments * (long)(segment + SegmentSlack)),
            Indices = Scratch.Get<int>(ScratchUse.CandidateColumns, segments * (long)(segment + SegmentSlack)),
            Counts = Scratch.Get<int>(ScratchUse.Segments, segments),
        };
    }

    /// <summary>
    /// From ascending indices into the flat tensor to rows and columns. How many entries a row has is anyone's guess, so nothing branches on it:
    /// rows are divided out and counted.
    /// </summary>
    private static void WriteRows(int* flat, int count, int rows, int columns, int* rowStart, int* indices)
    {
        new Span<int>(rowStart, rows + 1).Clear();
        double perColumn = 1.0 / columns;
        for (int i = 0; i < count; i++)
        {
            // The quotient is off by one at most.
            int row = (int)(flat[i] * perColumn);
            int column = flat[i] - (row * columns);
            int low = column >> 31;
            row += low;
            column += low & columns;
            int high = (columns - 1 - column) >> 31;
            row -= high;
            column -= high & columns;
            indices[i] = column;
            rowStart[row + 1]++;
        }
        for (int row = 0; row < rows; row++)
            rowStart[row + 1] += rowStart[row];
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
        // A longer tensor is worth a larger sample: each candidate too many costs a mispredicted branch.
        int blocks = (int)Math.Clamp(length >> 13, 256, 1024);
        if (length < 2 * BlockLength * blocks)
            return 0;
        int count = BlockLength * blocks;
        float* sample = Scratch.Get<float>(ScratchUse.Row, count);
        long stride = (length - BlockLength) / (blocks - 1);
        for (int block = 0; block < blocks; block++)
            new ReadOnlySpan<float>(x + (block * stride), BlockLength).CopyTo(new Span<float>(sample + (block * BlockLength), BlockLength));
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
        public int Segment;
        public int Threshold;
        public float* Values;
        public int* Indices;
        public int* Counts;

        public readonly void Run(int part)
        {
            long first = (long)part * Segment;
            int count = (int)Math.Min(Segment, Length - first);
            Counts[part] = Magnitude.CompressAtLeast(X + first, count, Threshold, (int)first, Values + Room(part), Indices + Room(part));
        }

        /// <summary>Moves the segments' candidates together.</summary>
        public readonly Candidates Join(int segments)
        {
            int total = Counts[0];
            for (int segment = 1; segment < segments; segment++)
            {
                int count = Counts[segment];
                new ReadOnlySpan<float>(Values + Room(segment), count).CopyTo(new Span<float>(Values + total, count));
                new ReadOnlySpan<int>(Indices + Room(segment), count).CopyTo(new Span<int>(Indices + total, count));
                total += count;
            }
            return new Candidates(Values, Indices, total);
        }

        /// <summary>Where a segment's own room begins.</summary>
        private readonly long Room(int segment) => segment * (long)(Segment + SegmentSlack);
    }
}
