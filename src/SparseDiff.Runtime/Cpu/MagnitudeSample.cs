using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SparseDiff.Cpu;

/// <summary>
/// Magnitude sampling over a whole tensor (Wangni et al., NeurIPS 2018): entry j passes with probability p = min(1, |g| / τ) as g / p, that is as g
/// itself or as ±τ; Σ p = k. Sampling is systematic: one uniform number u, and j passes when ⌊c + u⌋ grows at it, c the running sum of p.
/// </summary>
/// <remarks>
/// Probabilities are whole multiples of 2⁻²⁷, so running sums are exact integers: where a piece of the tensor writes its entries follows from
/// its prefix alone, and neither pieces nor threads show in the result. An entry that is not finite passes as it is and takes no part in τ.
/// </remarks>
internal unsafe ref struct MagnitudeSample
{
    private const int FractionBits = 27;
    private const int Piece = 8192;

    private SampleJob job;
    private int pieces;

    /// <summary>How many entries passed.</summary>
    public int Count { get; private set; }

    /// <summary>The τ that was used: a good guess for the next step.</summary>
    public readonly float Threshold => job.Tau;

    /// <summary>Decides which entries of g[rows, columns] pass; the Write methods then write them.</summary>
    public static MagnitudeSample Draw(float* g, int rows, int columns, int k, float uniform, float guess)
    {
        float tau = (float)SamplingThreshold.Find(g, (long)rows * columns, k, guess);
        MagnitudeSample sample = Begin(g, rows, columns);
        sample.job.Tau = tau;
        sample.job.Run(Step.Sum);
        long sum = Fixed(uniform);
        for (int piece = 0; piece < sample.pieces; piece++)
            sum = sample.Advance(piece, sum);
        sample.End(sum);
        return sample;
    }

    /// <summary>The same with a τ for each row, so that about k entries of every row pass, or, with k = 0, as many as add a relative variance.</summary>
    public static MagnitudeSample DrawRows(float* g, int rows, int columns, int k, double variance, RowStream stream)
    {
        MagnitudeSample sample = Begin(g, rows, columns);
        var thresholds = new ThresholdJob { Gradient = g, Rows = rows, Columns = columns, K = k, Variance = variance, Tau = Scratch.Get<float>(ScratchUse.Sums, rows) };
        ReadOnlySpan<int> examples = stream.Examples is { } some ? new ReadOnlySpan<int>(Host.Pointer(some.Index), some.Count) : [];
        thresholds.Run();
        sample.job.RowTau = thresholds.Tau;
        sample.job.Run(Step.Sum);
        long sum = 0;
        for (int piece = 0; piece < sample.pieces; piece++)
        {
            // The whole part counts what the rows before keep; the fraction starts anew, so that rows draw independently.
            if (piece % sample.job.PiecesPerRow == 0)
                sum = ((sum >> FractionBits) << FractionBits) + Fixed(stream.Uniform(piece / sample.job.PiecesPerRow, examples));
            sum = sample.Advance(piece, sum);
        }
        sample.End(sum);
        GC.KeepAlive(stream.Examples);
        return sample;
    }

    private static MagnitudeSample Begin(float* g, int rows, int columns)
    {
        int perRow = (columns + Piece - 1) / Piece;
        int pieces = rows * perRow;
        return new MagnitudeSample
        {
            pieces = pieces,
            job = new SampleJob { Gradient = g, Columns = columns, PiecesPerRow = perRow, Pieces = pieces, Prefix = Scratch.Get<long>(ScratchUse.Segments, pieces + 1) },
        };
    }

    private static long Fixed(float uniform) => (long)(uniform * (1L << FractionBits));

    private readonly long Advance(int piece, long sum)
    {
        long own = job.Prefix[piece];
        job.Prefix[piece] = sum;
        return sum + own;
    }

    private void End(long sum)
    {
        job.Prefix[pieces] = sum;
        Count = (int)(sum >> FractionBits);
    }

    /// <summary>CSR of the entries: rowStart[rows + 1], indices[Count] ascending in each row, values[Count].</summary>
    public void WriteCompressed(int* rowStart, int* indices, float* values)
    {
        int rows = job.PiecesPerRow == 0 ? 0 : pieces / job.PiecesPerRow;
        for (int row = 0; row <= rows; row++)
            rowStart[row] = (int)(job.Prefix[row * job.PiecesPerRow] >> FractionBits);
        job.Indices = indices;
        job.Values = values;
        job.Run(Step.Write);
    }

    /// <summary>into[rows, columns] = the entries, zeros elsewhere.</summary>
    public void WriteMasked(float* into)
    {
        job.Values = into;
        job.Run(Step.WriteMasked);
    }

    private enum Step
    {
        Sum,
        Write,
        WriteMasked,
    }

    /// <summary>The τ of every row; within a part each row's is the next one's first guess.</summary>
    private struct ThresholdJob : IPartJob
    {
        public float* Gradient;
        public int Rows;
        public int Columns;
        public int K;
        public double Variance;
        public float* Tau;
        private int rowsPerPart;

        public void Run()
        {
            rowsPerPart = Math.Max(1, Piece * 2 / Math.Max(1, Columns));
            CpuPool.Run(ref this, (Rows + rowsPerPart - 1) / rowsPerPart);
        }

        public readonly void Run(int part)
        {
            double guess = 0;
            int end = Math.Min(Rows, (part + 1) * rowsPerPart);
            for (int row = part * rowsPerPart; row < end; row++)
            {
                float* g = Gradient + ((long)row * Columns);
                guess = K > 0 ? SamplingThreshold.Find(g, Columns, K, guess) : SamplingThreshold.OfVariance(g, Columns, Variance, guess);
                Tau[row] = (float)guess;
            }
        }
    }

    /// <summary>One step over pieces of rows.</summary>
    private struct SampleJob : IPartJob
    {
        public float* Gradient;
        public int Columns;
        public int PiecesPerRow;
        public int Pieces;
        public float Tau;
        public float* RowTau;
        public long* Prefix;
        public int* Indices;
        public float* Values;
        private Step step;
        private int piecesPerPart;

        public void Run(Step next)
        {
            step = next;
            piecesPerPart = Math.Max(1, Piece / Math.Max(1, Columns));
            CpuPool.Run(ref this, (Pieces + piecesPerPart - 1) / piecesPerPart);
        }

        public readonly void Run(int part)
        {
            int end = Math.Min(Pieces, (part + 1) * piecesPerPart);
            for (int piece = part * piecesPerPart; piece < end; piece++)
            {
                int row = piece / PiecesPerRow;
                int column = piece % PiecesPerRow * Piece;
                int count = Math.Min(Piece, Columns - column);
                float* g = Gradient + ((long)row * Columns) + column;
                float tau = RowTau == null ? Tau : RowTau[row];
                if (step == Step.Sum)
                    Prefix[piece] = Sum(g, count, tau);
                else
                    Write(g, count, piece, ((long)row * Columns) + column, column, tau);
            }
        }

        private readonly void Write(float* g, int count, int piece, long flat, int firstColumn, float tau)
        {
            uint fraction = (uint)(Prefix[piece] & ((1 << FractionBits) - 1));
            float* values = Scratch.Get<float>(ScratchUse.Row, Piece + 16);
            int* columns = Scratch.Get<int>(ScratchUse.Marks, Piece + 16);
            int kept = Pack(g, count, tau, fraction, firstColumn, values, columns);
            if (step == Step.WriteMasked)
            {
                new Span<float>(Values + flat, count).Clear();
                for (int i = 0; i < kept; i++)
                    Values[flat - firstColumn + columns[i]] = values[i];
                return;
            }
            long to = Prefix[piece] >> FractionBits;
            new ReadOnlySpan<float>(values, kept).CopyTo(new Span<float>(Values + to, kept));
            new ReadOnlySpan<int>(columns, kept).CopyTo(new Span<int>(Indices + to, kept));
        }

        /// <summary>Magnitudes from here on surely pass; a zero never does.</summary>
        private static int SureFrom(float tau) => Math.Max(1, Magnitude.Of(tau));

        private static float InverseTau(float tau) => Math.Min(1 / tau, float.MaxValue);

        /// <summary>p · 2²⁷ of sixteen entries.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<int> Probability(Vector512<float> magnitude, Vector512<int> belowSure, Vector512<float> inverseTau)
        {
            Vector512<int> part = Vector512.ConvertToInt32Native(magnitude * inverseTau * Vector512.Create((float)(1 << FractionBits)) + Vector512.Create(0.5f));
            return Vector512.ConditionalSelect(Vector512.GreaterThan(magnitude.AsInt32(), belowSure), Vector512.Create(1 << FractionBits), part);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static long Sum(float* g, int count, float tau)
        {
            Vector512<int> belowSure = Vector512.Create(SureFrom(tau) - 1);
            Vector512<float> inverseTau = Vector512.Create(InverseTau(tau));
            Vector512<long> total = default;
            for (int i = 0; i < count;)
            {
                // Fifteen probabilities, each at most 2²⁷, fit 32 bits with their sign.
                Vector512<int> block = default;
                for (int end = Math.Min(count, i + (15 * 16)); i < end; i += 16)
                {
                    Vector512<float> x = i + 16 <= count ? Vector512.Load(g + i) : Simd.LoadFirst(g + i, count - i);
                    block += Probability(Vector512.Abs(x), belowSure, inverseTau);
                }
                total += Vector512.WidenLower(block) + Vector512.WidenUpper(block);
            }
            return Vector512.Sum(total);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static int Pack(float* g, int count, float threshold, uint fraction, int firstColumn, float* values, int* columns)
        {
            Vector512<int> belowSure = Vector512.Create(SureFrom(threshold) - 1);
            Vector512<float> inverseTau = Vector512.Create(InverseTau(threshold));
            Vector512<int> tau = Vector512.Create(threshold).AsInt32();
            Vector512<int> signBit = Vector512.Create(int.MinValue);
            Vector512<int> column = Vector512<int>.Indices + Vector512.Create(firstColumn);
            Vector512<uint> sum = Vector512.Create(fraction);
            Vector512<uint> last = Vector512.Create(15u);
            Vector512<uint> fractions = Vector512.Create((1u << FractionBits) - 1);
            int n = 0;
            for (int i = 0; i < count; i += 16)
            {
                Vector512<float> x = i + 16 <= count ? Vector512.Load(g + i) : Simd.LoadFirst(g + i, count - i);
                Vector512<float> magnitude = Vector512.Abs(x);
                Vector512<uint> p = Probability(magnitude, belowSure, inverseTau).AsUInt32();
                Vector512<uint> after = RunningSum(p) + sum;
                Vector512<int> keep = ~Vector512.Equals(after >>> FractionBits, (after - p) >>> FractionBits).AsInt32();

                // The next vector waits for this: all of it stays in vector registers.
                sum = Vector512.Shuffle(after, last) & fractions;
                Vector512<int> sure = Vector512.GreaterThan(magnitude.AsInt32(), belowSure);
                Vector512<int> value = Vector512.ConditionalSelect(sure, x.AsInt32(), tau | (x.AsInt32() & signBit));
                n += Compress(keep, value, column, values + n, columns + n);
                column += Vector512.Create(16);
            }
            return n;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static int Compress(Vector512<int> keep, Vector512<int> value, Vector512<int> column, float* values, int* columns)
        {
            uint bits = (uint)Vector512.ExtractMostSignificantBits(keep);
            if (Avx512F.IsSupported)
            {
                Avx512F.Compress(Vector512<int>.Zero, keep, value).Store((int*)values);
                Avx512F.Compress(Vector512<int>.Zero, keep, column).Store(columns);
            }
            else
            {
                int n = 0;
                for (uint rest = bits; rest != 0; rest &= rest - 1, n++)
                {
                    int lane = System.Numerics.BitOperations.TrailingZeroCount(rest);
                    values[n] = BitConverter.Int32BitsToSingle(value[lane]);
                    columns[n] = column[lane];
                }
            }
            return System.Numerics.BitOperations.PopCount(bits);
        }

        /// <summary>Lane i = the sum of lanes 0 … i.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<uint> RunningSum(Vector512<uint> p)
        {
            if (Avx512F.IsSupported)
            {
                p += Avx512F.AlignRight32(p, Vector512<uint>.Zero, 15);
                p += Avx512F.AlignRight32(p, Vector512<uint>.Zero, 14);
                p += Avx512F.AlignRight32(p, Vector512<uint>.Zero, 12);
                return p + Avx512F.AlignRight32(p, Vector512<uint>.Zero, 8);
            }
            uint* lanes = stackalloc uint[16];
            p.Store(lanes);
            for (int i = 1; i < 16; i++)
                lanes[i] += lanes[i - 1];
            return Vector512.Load(lanes);
        }
    }
}
