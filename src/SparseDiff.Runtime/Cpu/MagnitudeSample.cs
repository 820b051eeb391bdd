namespace SparseDiff.Cpu;

/// <summary>
/// Magnitude sampling over a whole tensor (Wangni et al., NeurIPS 2018): entry j passes with probability p = min(1, |g| / τ) as g / p, that is as g
/// itself or as ±τ; Σ p = k. Sampling is systematic: one uniform number u, and j passes when ⌊c + u⌋ grows at it, c the running sum of p.
/// </summary>
/// <remarks>
/// Probabilities are whole multiples of 2⁻²⁷, so running sums are exact integers: where a piece of the tensor writes its entries follows from
/// its prefix alone, and neither pieces nor threads show in the result. An entry that is not finite passes as it is and takes no part in τ.
/// </remarks>
internal unsafe ref partial struct MagnitudeSample
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
    public static MagnitudeSample Draw(float* g, int rows, int columns, double tau, float uniform)
    {
        MagnitudeSample sample = Begin(g, rows, columns);
        sample.job.Tau = Rounded(tau);
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

    /// <summary>With any τ the sample is unbiased; one that is no float would let nothing pass.</summary>
    private static float Rounded(double tau) => (float)Math.Min(tau, float.MaxValue);

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
                Tau[row] = Rounded(guess);
            }
        }
    }

    /// <summary>One step over pieces of rows.</summary>
    private partial struct SampleJob : IPartJob
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
    }
}
