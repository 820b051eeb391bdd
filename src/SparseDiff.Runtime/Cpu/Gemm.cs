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

    /// <summary>Steps of the inner dimension between two visits to C: a strip of B (24 KB) and a panel of A fit the first-level cache together.</summary>
    public const int KC = 192;

    /// <summary>Products with fewer multiply-adds than this are not worth a second thread.</summary>
    public const long OneThreadBelow = 100_000;

    /// <summary>Packed op(A) takes at most this many floats (8 MB) at a time.</summary>
    private const int PackedALimit = 2 << 20;

    private const int StripsPerBlock = 8;

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
        int panels = (s.M + MR - 1) / MR;
        int strips = (s.N + NR - 1) / NR;
        float* packedA = Scratch.Get<float>(ScratchUse.PackedA, (long)panels * MR * s.K);

        var pack = new PackAJob { Shape = s, A = a, Packed = packedA, Panels = panels, Parts = Math.Min(panels, threads == 1 ? 1 : threads * 2) };
        CpuPool.Run(ref pack, pack.Parts);

        var job = new TilesJob { Shape = s, PackedA = packedA, B = b, C = c, Accumulate = accumulate, Bias = bias, Rows = rows, Panels = panels, Strips = strips };
        job.StripParts = threads == 1 ? 1 : Math.Min(strips, threads * 4);
        job.PanelParts = threads == 1 || job.StripParts >= threads * 2 ? 1 : Math.Min(panels, threads * 2);
        CpuPool.Run(ref job, job.StripParts * job.PanelParts);
    }

    /// <summary>A range of panels of op(A), all of K.</summary>
    private struct PackAJob : IPartJob
    {
        public GemmShape Shape;
        public float* A;
        public float* Packed;
        public int Panels;
        public int Parts;

        public readonly void Run(int part)
        {
            int first = (int)((long)Panels * part / Parts);
            int end = (int)((long)Panels * (part + 1) / Parts);
            for (int k0 = 0; k0 < Shape.K; k0 += KC)
            {
                int kc = Math.Min(KC, Shape.K - k0);
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
            float* packedB = Scratch.Get<float>(ScratchUse.PackedB, KC * NR * StripsPerBlock);
            for (int strip = firstStrip; strip < endStrip; strip += StripsPerBlock)
                Block(strip, Math.Min(endStrip, strip + StripsPerBlock), firstPanel, endPanel, packedB);
        }

        private readonly void Block(int firstStrip, int endStrip, int firstPanel, int endPanel, float* packedB)
        {
            int k0 = 0;
            do
            {
                int kc = Math.Min(KC, Shape.K - k0);
                for (int strip = firstStrip; strip < endStrip; strip++)
                    PackStrip(strip, k0, kc, packedB + ((strip - firstStrip) * KC * NR));
                for (int panel = firstPanel; panel < endPanel; panel += PanelsPerBlock)
                    Tiles(firstStrip, endStrip, panel, Math.Min(endPanel, panel + PanelsPerBlock), k0, kc, packedB);
                k0 += KC;
            }
            while (k0 < Shape.K);
        }

        /// <summary>Packed strips times packed panels over one stretch of K.</summary>
        private readonly void Tiles(int firstStrip, int endStrip, int firstPanel, int endPanel, int k0, int kc, float* packedB)
        {
            bool load = Accumulate || k0 > 0;
            for (int strip = firstStrip; strip < endStrip; strip++)
            {
                int column = strip * NR;
                int columns = Math.Min(NR, Shape.N - column);
                float* bStrip = packedB + ((strip - firstStrip) * KC * NR);
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

        private readonly void PackStrip(int strip, int k0, int kc, float* into)
        {
            int column = strip * NR;
            int columns = Math.Min(NR, Shape.N - column);
            int width = columns <= NR / 2 ? NR / 2 : NR;
            if (Rows.OfB != null)
                GemmPacking.CopyListedRows(B + column, Rows.OfB + k0, Shape.Ldb, kc, columns, into, width);
            else if (Shape.TransB)
                GemmPacking.TransposeRows(B + ((long)column * Shape.Ldb) + k0, Shape.Ldb, columns, kc, into, width);
            else
                GemmPacking.CopyRows(B + ((long)k0 * Shape.Ldb) + column, Shape.Ldb, kc, columns, into, width);
        }
    }
}
