using System.Runtime.CompilerServices;

namespace SparseDiff.Cpu;

/// <summary>The sizes, layouts and leading dimensions of C[M,N] = op(A)[M,K] · op(B)[K,N], all row-major.</summary>
internal readonly record struct GemmShape(int M, int N, int K, bool TransA, int Lda, bool TransB, int Ldb, int Ldc)
{
    /// <summary>Contiguous operands.</summary>
    public static GemmShape Contiguous(int m, int n, int k, bool transA = false, bool transB = false)
        => new(m, n, k, transA, transA ? m : k, transB, transB ? k : n, n);
}

/// <summary>Rows of operands that lie elsewhere than one behind the other: gathering is part of packing, scattering of writing a tile.</summary>
internal unsafe struct GemmRows
{
    /// <summary>Row i of B, which is not transposed, is row OfB[i] of its memory; null: row i.</summary>
    public int* OfB;

    /// <summary>Row i of C is row OfC[i] of its memory; null: row i.</summary>
    public int* OfC;

    /// <summary>With <see cref="OfC"/>: whether row i is added to (1) or overwritten (0).</summary>
    public byte* AddsToC;

    /// <summary>The rows of C from <paramref name="row"/> on.</summary>
    public readonly GemmRows From(int row) => OfC == null ? this : this with { OfC = OfC + row, AddsToC = AddsToC + row };
}

/// <summary>
/// The managed dense product. Both operands are packed: op(A) once into panels of <see cref="MR"/> rows that all threads read, op(B) by
/// each thread into strips of <see cref="NR"/> columns; a micro-kernel keeps an MR × NR tile of C in registers over <see cref="KC"/> steps.
/// Every element of C is summed in the same order whatever the number of threads.
/// </summary>
internal static unsafe partial class Gemm
{
    /// <summary>Rows of a register tile.</summary>
    public const int MR = 8;

    /// <summary>Columns of a register tile: two 512-bit vectors.</summary>
    public const int NR = 32;

    /// <summary>Most steps of the inner dimension between two visits to C: so much of a strip of B (24 KB) and of a panel of A fit the first-level cache together.</summary>
    private const int KC = 192;

    /// <summary>Products with fewer multiply-adds than this are not worth a second thread.</summary>
    public const long OneThreadBelow = 100_000;

    /// <summary>Packed op(A) takes at most this many floats (8 MB) at a time.</summary>
    private const int PackedALimit = 2 << 20;

    /// <summary>
    /// What is packed of B at once lies in the second-level cache: all of it is read along its rows for as long as can be, since short pieces of rows that lie
    /// a page apart come at half the speed. Of a B that is not transposed it is one stretch of these many strips.
    /// </summary>
    private const int StripsPerBlock = 8;

    /// <summary>The same of a transposed B, whose rows are the columns of a strip: several stretches of fewer strips.</summary>
    private const int TransposedStripsPerBlock = 4, TransposedSteps = 1152;

    /// <summary>Panels of A that all strips of a block visit before the next ones: 192 KB, so they stay in the second-level cache.</summary>
    private const int PanelsPerBlock = 32;

    /// <summary>C[m,n] (= or +=) op(A)·op(B), plus <paramref name="bias"/>[n] on every row when given.</summary>
    public static void Multiply(in GemmShape s, float* a, float* b, float* c, bool accumulate, float* bias = null, GemmRows rows = default)
    {
        if (s.M == 0 || s.N == 0)
            return;
        int rowsAtOnce = Math.Max(MR, PackedALimit / Math.Max(s.K, 1) / MR * MR);
        for (int row = 0; row < s.M; row += rowsAtOnce)
        {
            int count = Math.Min(rowsAtOnce, s.M - row);
            float* aRows = a + (s.TransA ? row : (long)row * s.Lda);
            float* cRows = c + (rows.OfC != null ? 0 : (long)row * s.Ldc);
            MultiplyRows(s with { M = count }, aRows, b, cRows, accumulate, bias, rows.From(row));
        }
    }

    private static void MultiplyRows(in GemmShape s, float* a, float* b, float* c, bool accumulate, float* bias, in GemmRows rows)
    {
        int threads = (long)s.M * s.N * s.K < OneThreadBelow ? 1 : CpuPool.Threads;
        int stretch = StretchOf(s.K);
        int panels = (s.M + MR - 1) / MR;
        int strips = (s.N + NR - 1) / NR;
        float* packedA = Scratch.Get<float>(ScratchUse.PackedA, (long)panels * MR * s.K);

        var pack = new PackAJob { Shape = s, Stretch = stretch, A = a, Packed = packedA, Panels = panels, Parts = Math.Min(panels, threads == 1 ? 1 : threads * 2) };
        CpuPool.Run(ref pack, pack.Parts);

        var job = new TilesJob { Shape = s, Stretch = stretch, PackedA = packedA, B = b, C = c, Accumulate = accumulate, Bias = bias, Rows = rows, Panels = panels, Strips = strips };
        job.StripParts = threads == 1 ? 1 : Math.Min(strips, threads * 4);
        job.PanelParts = threads == 1 || job.StripParts >= threads * 2 ? 1 : Math.Min(panels, threads * 2);
        CpuPool.Run(ref job, job.StripParts * job.PanelParts);
    }

    /// <summary>How wide a strip of so many columns is packed: half as wide if that is enough.</summary>
    public static int WidthOf(int columns) => columns <= NR / 2 ? NR / 2 : NR;

    /// <summary>Steps between two visits to C: stretches of equal length, as a short last one would visit C for little.</summary>
    private static int StretchOf(int k)
    {
        int stretches = Math.Max(1, (k + KC - 1) / KC);
        int steps = (k + stretches - 1) / stretches;
        return Math.Max(8, (steps + 7) & ~7);
    }

    /// <summary>A range of panels of op(A), all of K.</summary>
    private struct PackAJob : IPartJob
    {
        public GemmShape Shape;
        public int Stretch;
        public float* A;
        public float* Packed;
        public int Panels;
        public int Parts;

        public readonly void Run(int part)
        {
            int first = (int)((long)Panels * part / Parts);
            int end = (int)((long)Panels * (part + 1) / Parts);
            for (int k0 = 0; k0 < Shape.K; k0 += Stretch)
            {
                int kc = Math.Min(Stretch, Shape.K - k0);
                for (int panel = first; panel < end; panel++)
                {
                    int row = panel * MR;
                    int rows = Math.Min(MR, Shape.M - row);
                    float* into = Packed + ((long)k0 * Panels * MR) + ((long)panel * kc * MR);
                    if (Shape.TransA)
                        GemmPacking.CopyRows(A + ((long)k0 * Shape.Lda) + row, Shape.Lda, kc, rows, into, MR);
                    else
                        GemmPacking.TransposeRows(A + ((long)row * Shape.Lda) + k0, Shape.Lda, rows, kc, into, MR);
                }
            }
        }
    }

    /// <summary>A range of strips of C times a range of its panels.</summary>
    private struct TilesJob : IPartJob
    {
        public GemmShape Shape;
        public int Stretch;
        public float* PackedA;
        public float* B;
        public float* C;
        public float* Bias;
        public GemmRows Rows;
        public bool Accumulate;
        public int Panels;
        public int Strips;
        public int StripParts;
        public int PanelParts;

        public readonly void Run(int part)
        {
            int stripPart = part % StripParts;
            int panelPart = part / StripParts;
            int firstStrip = (int)((long)Strips * stripPart / StripParts);
            int endStrip = (int)((long)Strips * (stripPart + 1) / StripParts);
            int firstPanel = (int)((long)Panels * panelPart / PanelParts);
            int endPanel = (int)((long)Panels * (panelPart + 1) / PanelParts);
            int stripsAtOnce = Shape.TransB ? TransposedStripsPerBlock : StripsPerBlock;
            int steps = Shape.TransB ? TransposedSteps / Stretch * Stretch : Stretch;
            float* packedB = Scratch.Get<float>(ScratchUse.PackedB, (long)Math.Min(steps, Math.Max(Shape.K, 1)) * NR * stripsAtOnce);
            for (int strip = firstStrip; strip < endStrip; strip += stripsAtOnce)
            {
                var block = new Strips { First = strip, End = Math.Min(endStrip, strip + stripsAtOnce), Packed = packedB };
                do
                {
                    block.Steps = Math.Min(steps, Shape.K - block.From);
                    Pack(block);
                    Multiply(block, firstPanel, endPanel);
                    block.From += steps;
                }
                while (block.From < Shape.K);
            }
        }

        /// <summary>Packed strips times a range of panels, stretch by stretch; without any steps C gets its bias or zeros.</summary>
        private readonly void Multiply(in Strips block, int firstPanel, int endPanel)
        {
            int step = 0;
            do
            {
                for (int panel = firstPanel; panel < endPanel; panel += PanelsPerBlock)
                    Tiles(block, panel, Math.Min(endPanel, panel + PanelsPerBlock), step, Math.Min(Stretch, block.Steps - step));
                step += Stretch;
            }
            while (step < block.Steps);
        }

        /// <summary>Packed strips times packed panels over one stretch of K, which begins at a step of the block.</summary>
        private readonly void Tiles(in Strips block, int firstPanel, int endPanel, int step, int kc)
        {
            int k0 = block.From + step;
            bool load = Accumulate || k0 > 0;
            for (int strip = block.First; strip < block.End; strip++)
            {
                int column = strip * NR;
                int columns = Math.Min(NR, Shape.N - column);
                float* bStrip = block.At(strip) + (step * WidthOf(columns));
                float* bias = k0 == 0 && Bias != null ? Bias + column : null;
                for (int panel = firstPanel; panel < endPanel; panel++)
                {
                    int row = panel * MR;
                    float* aPanel = PackedA + ((long)k0 * Panels * MR) + ((long)panel * kc * MR);
                    if (Rows.OfC != null)
                    {
                        TileIntoRows(kc, aPanel, bStrip, C + column, Shape.Ldc, Rows.From(row), Math.Min(MR, Shape.M - row), columns, k0 > 0);
                        continue;
                    }
                    Tile(kc, aPanel, bStrip, C + ((long)row * Shape.Ldc) + column, Shape.Ldc, Math.Min(MR, Shape.M - row), columns, load, bias);
                }
            }
        }

        private readonly void Pack(in Strips block)
        {
            int column = block.First * NR;
            int end = Math.Min(Shape.N, block.End * NR);
            if (!Shape.TransB)
            {
                long row = Rows.OfB == null ? (long)block.From * Shape.Ldb : 0;
                int* index = Rows.OfB == null ? null : Rows.OfB + block.From;
                GemmPacking.CopyStrips(B + row + column, index, Shape.Ldb, block.Steps, end - column, block.Packed, block.Stride);
                return;
            }
            for (int strip = block.First; strip < block.End; strip++, column += NR)
            {
                int columns = Math.Min(NR, end - column);
                GemmPacking.TransposeRows(B + ((long)column * Shape.Ldb) + block.From, Shape.Ldb, columns, block.Steps, block.At(strip), WidthOf(columns));
            }
        }
    }

    /// <summary>Strips of B packed over some steps of K, one behind the other.</summary>
    private struct Strips
    {
        public int First;
        public int End;

        /// <summary>The first step, and how many there are.</summary>
        public int From;
        public int Steps;
        public float* Packed;

        /// <summary>From one strip to the next.</summary>
        public readonly int Stride => Steps * NR;

        public readonly float* At(int strip) => Packed + ((strip - First) * Stride);
    }
}
