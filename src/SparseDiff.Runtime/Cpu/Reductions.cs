using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SparseDiff.Cpu;

/// <summary>
/// Sums over dimensions. Short stretches are summed in float vectors, the stretches in double; where a stretch begins does not depend on the
/// number of threads, so neither does the result.
/// </summary>
internal static unsafe class Reductions
{
    private const int Piece = 16384;
    private const int Strip = 64;
    private const int RowsPerStretch = 64;

    /// <summary>into[columns] (= or +=) scale · Σ over rows of x[rows, columns].</summary>
    public static void ColumnSums(float* x, int rows, int columns, float* into, float scale, bool accumulate)
    {
        var plan = new BroadcastPlan { Rows = rows, Inner = columns };
        double* sums = Scratch.Get<double>(ScratchUse.Sums, columns);
        new Span<double>(sums, columns).Clear();
        if (columns > 0)
            SumKept(x, plan, sums);
        Store(sums, columns, into, scale, accumulate);
    }

    /// <summary>into (= or +=) scale · x summed to into's shape; <paramref name="plan"/> is how into broadcasts to x.</summary>
    public static void SumTo(float* x, in BroadcastPlan plan, float* into, int length, float scale, bool accumulate)
    {
        double* sums = Scratch.Get<double>(ScratchUse.Sums, length);
        new Span<double>(sums, length).Clear();
        if (plan.Rows > 0 && plan.Inner > 0)
        {
            if (plan.Step(0) == 0)
                SumReduced(x, plan, sums);
            else
                SumKept(x, plan, sums);
        }
        Store(sums, length, into, scale, accumulate);
    }

    /// <summary>The inner dimension is summed: one number a row.</summary>
    private static void SumReduced(float* x, in BroadcastPlan plan, double* sums)
    {
        int piecesPerRow = (plan.Inner + Piece - 1) / Piece;
        int pieces = plan.Rows * piecesPerRow;
        int perPart = Math.Max(1, Piece / plan.Inner);
        double* partial = Scratch.Get<double>(ScratchUse.Segments, pieces);
        var job = new RowJob { X = x, Inner = plan.Inner, PiecesPerRow = piecesPerRow, Pieces = pieces, PerPart = perPart, Partial = partial };
        CpuPool.Run(ref job, (pieces + perPart - 1) / perPart);
        for (int piece = 0; piece < pieces; piece++)
            sums[plan.Offset(0, piece / piecesPerRow)] += partial[piece];
    }

    /// <summary>The inner dimension is kept: rows are added to rows, by strips of columns.</summary>
    private static void SumKept(float* x, in BroadcastPlan plan, double* sums)
    {
        var job = new StripJob { X = x, Plan = plan, Sums = sums, StripsPerPart = 1 };
        int strips = (plan.Inner + Strip - 1) / Strip;
        job.StripsPerPart = (long)plan.Rows * plan.Inner < Piece ? strips : Math.Max(1, strips / 16);
        CpuPool.Run(ref job, (strips + job.StripsPerPart - 1) / job.StripsPerPart);
    }

    private static void Store(double* sums, int length, float* into, float scale, bool accumulate)
    {
        for (int i = 0; i < length; i++)
            into[i] = (float)((sums[i] * scale) + (accumulate ? into[i] : 0));
    }

    private struct RowJob : IPartJob
    {
        public float* X;
        public int Inner;
        public int PiecesPerRow;
        public int Pieces;
        public int PerPart;
        public double* Partial;

        public readonly void Run(int part)
        {
            int end = Math.Min(Pieces, (part + 1) * PerPart);
            for (int piece = part * PerPart; piece < end; piece++)
            {
                int start = piece % PiecesPerRow * Piece;
                Partial[piece] = Sum(X + ((long)(piece / PiecesPerRow) * Inner) + start, Math.Min(Piece, Inner - start));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static double Sum(float* x, int count)
        {
            Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
            int i = 0;
            for (; i + 64 <= count; i += 64)
            {
                s0 += Vector512.Load(x + i);
                s1 += Vector512.Load(x + i + 16);
                s2 += Vector512.Load(x + i + 32);
                s3 += Vector512.Load(x + i + 48);
            }
            for (; i < count; i += 16)
                s0 += Simd.LoadPart(x + i, Math.Min(16, count - i));
            Vector512<float> sum = s0 + s1 + (s2 + s3);
            return Vector512.Sum(Vector512.WidenLower(sum) + Vector512.WidenUpper(sum));
        }
    }

    private struct StripJob : IPartJob
    {
        public float* X;
        public BroadcastPlan Plan;
        public double* Sums;
        public int StripsPerPart;

        public readonly void Run(int part)
        {
            int end = (int)Math.Min(Plan.Inner, ((long)part + 1) * StripsPerPart * Strip);
            for (int column = part * StripsPerPart * Strip; column < end; column += 16)
                AddColumns(column, Math.Min(16, end - column));
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void AddColumns(int column, int count)
        {
            float* lanes = stackalloc float[16];
            int row = 0;
            while (row < Plan.Rows)
            {
                long target = Plan.Offset(0, row);
                Vector512<float> sum = default;
                int end = Math.Min(Plan.Rows, row + RowsPerStretch);
                float* x = X + ((long)row * Plan.Inner) + column;
                do
                {
                    sum += Simd.LoadPart(x, count);
                    x += Plan.Inner;
                    row++;
                }
                while (row < end && Plan.Offset(0, row) == target);
                sum.Store(lanes);
                for (int j = 0; j < count; j++)
                    Sums[target + column + j] += lanes[j];
            }
        }
    }
}
