using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SparseDiff.Cpu;

/// <summary>Copies parts of a matrix into the strips the micro-kernel reads, filled up with zeros to the strip's width.</summary>
internal static unsafe class GemmPacking
{
    private const int RowsAhead = 16;

    /// <summary>
    /// into[strips][rows, 32] = from[rows, columns], read along its rows; row i is row index[i] of its memory if there is an index. The last strip is filled up
    /// with zeros, to a width of sixteen if it has no more columns.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CopyStrips(float* from, int* index, long stride, int rows, int columns, float* into, int intoStride)
    {
        int whole = columns / Gemm.NR * Gemm.NR;
        for (int row = 0; row < rows; row++)
        {
            float* source = Row(from, index, stride, row);
            float* ahead = Row(from, index, stride, Math.Min(row + RowsAhead, rows - 1));
            float* strip = into + (row * Gemm.NR);
            for (int column = 0; column < whole; column += Gemm.NR, strip += intoStride)
            {
                Vector512<float> low = Vector512.Load(source + column);
                Vector512<float> high = Vector512.Load(source + column + 16);
                Simd.Prefetch(ahead + column);
                Simd.Prefetch(ahead + column + 16);
                low.Store(strip);
                high.Store(strip + 16);
            }
        }
        if (whole == columns)
            return;
        int width = Gemm.WidthOf(columns - whole);
        float* last = into + (whole / Gemm.NR * intoStride);
        for (int row = 0; row < rows; row++)
            CopyRows(Row(from, index, stride, row) + whole, stride, 1, columns - whole, last + (row * width), width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float* Row(float* from, int* index, long stride, int row) => from + ((index == null ? row : index[row]) * stride);

    /// <summary>into[rows, width] = from[rows, columns], zeros in the columns behind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CopyRows(float* from, long stride, int rows, int columns, float* into, int width)
    {
        if (columns == width && width == Gemm.MR)
        {
            for (int row = 0; row < rows; row++, from += stride, into += Gemm.MR)
                Vector256.Load(from).Store(into);
        }
        else
        {
            for (int row = 0; row < rows; row++, from += stride, into += width)
            {
                for (int column = 0; column < columns; column++)
                    into[column] = from[column];
                for (int column = columns; column < width; column++)
                    into[column] = 0;
            }
        }
    }

    /// <summary>into[columns, width] = from[rows, columns]ᵀ, zeros in the columns behind <paramref name="rows"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TransposeRows(float* from, long stride, int rows, int columns, float* into, int width)
    {
        int row = 0;
        while (Avx.IsSupported && row + 8 <= rows)
        {
            int count = Avx512F.IsSupported && row + 16 <= rows ? 16 : 8;
            TransposeBlocks(from + (row * stride), stride, count, columns, into + row, width);
            row += count;
        }
        for (; row < rows; row++)
        {
            float* source = from + (row * stride);
            for (int column = 0; column < columns; column++)
                into[((long)column * width) + row] = source[column];
        }
        for (; row < width; row++)
        {
            for (int column = 0; column < columns; column++)
                into[((long)column * width) + row] = 0;
        }
    }

    /// <summary>The same of eight or sixteen rows, not filled up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeBlocks(float* from, long stride, int rows, int columns, float* into, long intoStride)
    {
        int column = 0;
        for (; rows == 16 && column + 16 <= columns; column += 16)
            Transpose16x16(from + column, stride, into + (column * intoStride), intoStride);
        for (; column + 8 <= columns; column += 8)
        {
            for (int row = 0; row < rows; row += 8)
                Transpose8x8(from + (row * stride) + column, stride, into + (column * intoStride) + row, intoStride);
        }
        for (; column < columns; column++)
        {
            for (int row = 0; row < rows; row++)
                into[(column * intoStride) + row] = from[(row * stride) + column];
        }
    }

    /// <summary>into[8,8] = from[8,8]ᵀ. Rows r and r + 4 share a register from the load on, so no shuffle crosses 128-bit lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose8x8(float* from, long stride, float* into, long intoStride)
    {
        float* below = from + (4 * stride);
        Vector256<float> r0 = Vector256.Create(Vector128.Load(from), Vector128.Load(below));
        Vector256<float> r1 = Vector256.Create(Vector128.Load(from + stride), Vector128.Load(below + stride));
        Vector256<float> r2 = Vector256.Create(Vector128.Load(from + (2 * stride)), Vector128.Load(below + (2 * stride)));
        Vector256<float> r3 = Vector256.Create(Vector128.Load(from + (3 * stride)), Vector128.Load(below + (3 * stride)));
        StoreTransposed(r0, r1, r2, r3, into, intoStride);
        from += 4;
        below += 4;
        r0 = Vector256.Create(Vector128.Load(from), Vector128.Load(below));
        r1 = Vector256.Create(Vector128.Load(from + stride), Vector128.Load(below + stride));
        r2 = Vector256.Create(Vector128.Load(from + (2 * stride)), Vector128.Load(below + (2 * stride)));
        r3 = Vector256.Create(Vector128.Load(from + (3 * stride)), Vector128.Load(below + (3 * stride)));
        StoreTransposed(r0, r1, r2, r3, into + (4 * intoStride), intoStride);
    }

    /// <summary>into[16,16] = from[16,16]ᵀ: blocks of 4 × 4 within registers, then the blocks among them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose16x16(float* from, long stride, float* into, long intoStride)
    {
        Blocks(from, stride, out Vector512<float> a0, out Vector512<float> a1, out Vector512<float> a2, out Vector512<float> a3);
        Blocks(from + (4 * stride), stride, out Vector512<float> b0, out Vector512<float> b1, out Vector512<float> b2, out Vector512<float> b3);
        Blocks(from + (8 * stride), stride, out Vector512<float> c0, out Vector512<float> c1, out Vector512<float> c2, out Vector512<float> c3);
        Blocks(from + (12 * stride), stride, out Vector512<float> d0, out Vector512<float> d1, out Vector512<float> d2, out Vector512<float> d3);
        Spread(a0, b0, c0, d0, into, intoStride);
        Spread(a1, b1, c1, d1, into + intoStride, intoStride);
        Spread(a2, b2, c2, d2, into + (2 * intoStride), intoStride);
        Spread(a3, b3, c3, d3, into + (3 * intoStride), intoStride);
    }

    /// <summary>Four rows of sixteen as four blocks of 4 × 4, each transposed: lane b of <paramref name="t0"/> is column 4 b of the four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Blocks(float* from, long stride, out Vector512<float> t0, out Vector512<float> t1, out Vector512<float> t2, out Vector512<float> t3)
    {
        Vector512<float> r0 = Vector512.Load(from);
        Vector512<float> r1 = Vector512.Load(from + stride);
        Vector512<float> r2 = Vector512.Load(from + (2 * stride));
        Vector512<float> r3 = Vector512.Load(from + (3 * stride));
        Vector512<float> low01 = Avx512F.UnpackLow(r0, r1);
        Vector512<float> low23 = Avx512F.UnpackLow(r2, r3);
        Vector512<float> high01 = Avx512F.UnpackHigh(r0, r1);
        Vector512<float> high23 = Avx512F.UnpackHigh(r2, r3);
        t0 = Avx512F.Shuffle(low01, low23, 0x44);
        t1 = Avx512F.Shuffle(low01, low23, 0xEE);
        t2 = Avx512F.Shuffle(high01, high23, 0x44);
        t3 = Avx512F.Shuffle(high01, high23, 0xEE);
    }

    /// <summary>Columns j, j + 4, j + 8 and j + 12 of sixteen rows, from the lanes of four blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Spread(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* into, long stride)
    {
        Vector512<float> ab02 = Avx512F.Shuffle4x128(a, b, 0x88);
        Vector512<float> cd02 = Avx512F.Shuffle4x128(c, d, 0x88);
        Vector512<float> ab13 = Avx512F.Shuffle4x128(a, b, 0xDD);
        Vector512<float> cd13 = Avx512F.Shuffle4x128(c, d, 0xDD);
        Avx512F.Shuffle4x128(ab02, cd02, 0x88).Store(into);
        Avx512F.Shuffle4x128(ab13, cd13, 0x88).Store(into + (4 * stride));
        Avx512F.Shuffle4x128(ab02, cd02, 0xDD).Store(into + (8 * stride));
        Avx512F.Shuffle4x128(ab13, cd13, 0xDD).Store(into + (12 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreTransposed(Vector256<float> r0, Vector256<float> r1, Vector256<float> r2, Vector256<float> r3, float* into, long stride)
    {
        Vector256<float> low01 = Avx.UnpackLow(r0, r1);
        Vector256<float> low23 = Avx.UnpackLow(r2, r3);
        Vector256<float> high01 = Avx.UnpackHigh(r0, r1);
        Vector256<float> high23 = Avx.UnpackHigh(r2, r3);
        Avx.Shuffle(low01, low23, 0x44).Store(into);
        Avx.Shuffle(low01, low23, 0xEE).Store(into + stride);
        Avx.Shuffle(high01, high23, 0x44).Store(into + (2 * stride));
        Avx.Shuffle(high01, high23, 0xEE).Store(into + (3 * stride));
    }
}
