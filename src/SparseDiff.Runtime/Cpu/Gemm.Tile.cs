using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SparseDiff.Cpu;

/// <summary>The micro-kernels: one MR × NR tile of C over kc steps of packed operands.</summary>
internal static unsafe partial class Gemm
{
    /// <summary>C[rows, columns] (+= when <paramref name="load"/>, else =) Aᵖ[kc,8]ᵀ · Bᵖ[kc,32], plus bias[columns] when given; Bᵖ is [kc,16] when at most sixteen columns are left.</summary>
    [SkipLocalsInit]
    public static void Tile(int kc, float* a, float* b, float* c, int ldc, int rows, int columns, bool load, float* bias)
    {
        if (Avx512F.IsSupported && rows == MR && columns == NR && (!load || bias == null))
        {
            Tile512(kc, a, b, c, ldc, load ? c : bias, load ? ldc : 0);
            return;
        }
        float* tile = stackalloc float[(MR * NR) + 16];
        tile = (float*)(((nuint)tile + 63) & ~(nuint)63);
        TileApart(kc, a, b, tile, columns);
        for (int row = 0; row < rows; row++)
            AddTileRow(tile + (row * NR), c + ((long)row * ldc), columns, load, bias);
    }

    /// <summary>The same tile, each row of which lies where it belongs and is added to or overwritten as that row wants; += from the second stretch of K on.</summary>
    [SkipLocalsInit]
    private static void TileIntoRows(int kc, float* a, float* b, float* c, int ldc, in GemmRows at, int rows, int columns, bool load)
    {
        float* tile = stackalloc float[(MR * NR) + 16];
        tile = (float*)(((nuint)tile + 63) & ~(nuint)63);
        TileApart(kc, a, b, tile, columns);
        for (int row = 0; row < rows; row++)
            AddTileRow(tile + (row * NR), c + ((long)at.OfC[row] * ldc), columns, load || at.AddsToC[row] != 0, null);
    }

    /// <summary>tile[8,32] = Aᵖ[kc,8]ᵀ · Bᵖ.</summary>
    private static void TileApart(int kc, float* a, float* b, float* tile, int columns)
    {
        if (!Avx512F.IsSupported)
            TilePortable(kc, a, b, tile, WidthOf(columns));
        else if (columns <= NR / 2)
            HalfTile512(kc, a, b, tile);
        else
            Tile512(kc, a, b, tile, NR, null, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTileRow(float* tile, float* c, int columns, bool load, float* bias)
    {
        for (int j = 0; j < columns; j += 16)
        {
            int count = Math.Min(16, columns - j);
            Vector512<float> sum = Vector512.Load(tile + j);
            if (bias != null)
                sum += Simd.LoadPart(bias + j, count);
            if (load)
                sum += Simd.LoadPart(c + j, count);
            Simd.StorePart(c + j, count, sum);
        }
    }

    /// <summary>
    /// Sixteen accumulators, two vectors of B and one broadcast of A: 16 multiply-adds for ten loads. The sums begin at what <paramref name="start"/> has, rows of
    /// which lie <paramref name="startStride"/> apart (0: a bias), or at zero when it is null.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile512(int kc, float* a, float* b, float* c, int ldc, float* start, int startStride)
    {
        Vector512<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        Vector512<float> c40 = default, c41 = default, c50 = default, c51 = default, c60 = default, c61 = default, c70 = default, c71 = default;
        if (start != null)
        {
            nint step = startStride;
            c00 = Vector512.Load(start);
            c01 = Vector512.Load(start + 16);
            start += step;
            c10 = Vector512.Load(start);
            c11 = Vector512.Load(start + 16);
            start += step;
            c20 = Vector512.Load(start);
            c21 = Vector512.Load(start + 16);
            start += step;
            c30 = Vector512.Load(start);
            c31 = Vector512.Load(start + 16);
            start += step;
            c40 = Vector512.Load(start);
            c41 = Vector512.Load(start + 16);
            start += step;
            c50 = Vector512.Load(start);
            c51 = Vector512.Load(start + 16);
            start += step;
            c60 = Vector512.Load(start);
            c61 = Vector512.Load(start + 16);
            start += step;
            c70 = Vector512.Load(start);
            c71 = Vector512.Load(start + 16);
        }
        for (; kc > 0; kc--)
        {
            Vector512<float> b0 = Vector512.LoadAligned(b);
            Vector512<float> b1 = Vector512.LoadAligned(b + 16);
            Vector512<float> x = Vector512.Create(a[0]);
            c00 = Avx512F.FusedMultiplyAdd(x, b0, c00);
            c01 = Avx512F.FusedMultiplyAdd(x, b1, c01);
            x = Vector512.Create(a[1]);
            c10 = Avx512F.FusedMultiplyAdd(x, b0, c10);
            c11 = Avx512F.FusedMultiplyAdd(x, b1, c11);
            x = Vector512.Create(a[2]);
            c20 = Avx512F.FusedMultiplyAdd(x, b0, c20);
            c21 = Avx512F.FusedMultiplyAdd(x, b1, c21);
            x = Vector512.Create(a[3]);
            c30 = Avx512F.FusedMultiplyAdd(x, b0, c30);
            c31 = Avx512F.FusedMultiplyAdd(x, b1, c31);
            x = Vector512.Create(a[4]);
            c40 = Avx512F.FusedMultiplyAdd(x, b0, c40);
            c41 = Avx512F.FusedMultiplyAdd(x, b1, c41);
            x = Vector512.Create(a[5]);
            c50 = Avx512F.FusedMultiplyAdd(x, b0, c50);
            c51 = Avx512F.FusedMultiplyAdd(x, b1, c51);
            x = Vector512.Create(a[6]);
            c60 = Avx512F.FusedMultiplyAdd(x, b0, c60);
            c61 = Avx512F.FusedMultiplyAdd(x, b1, c61);
            x = Vector512.Create(a[7]);
            c70 = Avx512F.FusedMultiplyAdd(x, b0, c70);
            c71 = Avx512F.FusedMultiplyAdd(x, b1, c71);
            a += MR;
            b += NR;
        }
        nint row = ldc;
        c00.Store(c);
        c01.Store(c + 16);
        c += row;
        c10.Store(c);
        c11.Store(c + 16);
        c += row;
        c20.Store(c);
        c21.Store(c + 16);
        c += row;
        c30.Store(c);
        c31.Store(c + 16);
        c += row;
        c40.Store(c);
        c41.Store(c + 16);
        c += row;
        c50.Store(c);
        c51.Store(c + 16);
        c += row;
        c60.Store(c);
        c61.Store(c + 16);
        c += row;
        c70.Store(c);
        c71.Store(c + 16);
    }

    /// <summary>The left half of a tile, Bᵖ[kc,16]: what is left at the right edge, and all of a narrow C.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void HalfTile512(int kc, float* a, float* b, float* c)
    {
        Vector512<float> c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        for (; kc > 0; kc--)
        {
            Vector512<float> b0 = Vector512.LoadAligned(b);
            c0 = Avx512F.FusedMultiplyAdd(Vector512.Create(a[0]), b0, c0);
            c1 = Avx512F.FusedMultiplyAdd(Vector512.Create(a[1]), b0, c1);
            c2 = Avx512F.FusedMultiplyAdd(Vector512.Create(a[2]), b0, c2);
            c3 = Avx512F.FusedMultiplyAdd(Vector512.Create(a[3]), b0, c3);
            c4 = Avx512F.FusedMultiplyAdd(Vector512.Create(a[4]), b0, c4);
            c5 = Avx512F.FusedMultiplyAdd(Vector512.Create(a[5]), b0, c5);
            c6 = Avx512F.FusedMultiplyAdd(Vector512.Create(a[6]), b0, c6);
            c7 = Avx512F.FusedMultiplyAdd(Vector512.Create(a[7]), b0, c7);
            a += MR;
            b += NR / 2;
        }
        c0.Store(c);
        c1.Store(c + NR);
        c2.Store(c + (2 * NR));
        c3.Store(c + (3 * NR));
        c4.Store(c + (4 * NR));
        c5.Store(c + (5 * NR));
        c6.Store(c + (6 * NR));
        c7.Store(c + (7 * NR));
    }

    /// <summary>The same tile by sub-tiles of 4 × 16 in 256-bit vectors: eight accumulators fit sixteen registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TilePortable(int kc, float* a, float* b, float* c, int width)
    {
        for (int row = 0; row < MR; row += 4)
        {
            for (int column = 0; column < width; column += 16)
            {
                Vector256<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
                float* ap = a + row;
                float* bp = b + column;
                for (int k = 0; k < kc; k++)
                {
                    Vector256<float> b0 = Vector256.Load(bp);
                    Vector256<float> b1 = Vector256.Load(bp + 8);
                    Vector256<float> x = Vector256.Create(ap[0]);
                    c00 = Vector256.MultiplyAddEstimate(x, b0, c00);
                    c01 = Vector256.MultiplyAddEstimate(x, b1, c01);
                    x = Vector256.Create(ap[1]);
                    c10 = Vector256.MultiplyAddEstimate(x, b0, c10);
                    c11 = Vector256.MultiplyAddEstimate(x, b1, c11);
                    x = Vector256.Create(ap[2]);
                    c20 = Vector256.MultiplyAddEstimate(x, b0, c20);
                    c21 = Vector256.MultiplyAddEstimate(x, b1, c21);
                    x = Vector256.Create(ap[3]);
                    c30 = Vector256.MultiplyAddEstimate(x, b0, c30);
                    c31 = Vector256.MultiplyAddEstimate(x, b1, c31);
                    ap += MR;
                    bp += width;
                }
                float* into = c + (row * NR) + column;
                c00.Store(into);
                c01.Store(into + 8);
                c10.Store(into + NR);
                c11.Store(into + NR + 8);
                c20.Store(into + (2 * NR));
                c21.Store(into + (2 * NR) + 8);
                c30.Store(into + (3 * NR));
                c31.Store(into + (3 * NR) + 8);
            }
        }
    }
}
