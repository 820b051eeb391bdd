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
        if (Avx.IsSupported)
        {
            for (; row + 8 <= rows; row += 8)
            {
                float* source = from + (row * stride);
                int column = 0;
                for (; column + 8 <= columns; column += 8)
                    Transpose8x8(source + column, stride, into + ((long)column * width) + row, width);
                for (; column < columns; column++)
                {
                    for (int r = 0; r < 8; r++)
                        into[((long)column * width) + row + r] = source[(r * stride) + column];
                }
            }
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
