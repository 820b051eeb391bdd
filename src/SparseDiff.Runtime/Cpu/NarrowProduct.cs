using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SparseDiff.Cpu;

/// <summary>
/// C[M,N] (= or +=) op(A)[M,K] · B[K,N] where packing would cost more than the product, both of a classifier's last layer: the gradient that it hands
/// on, whose K is the number of classes, and that of its weights, whose M is. A tile of four rows and 64 columns of C stays in registers.
/// </summary>
internal unsafe struct NarrowProduct : IPartJob
{
    private const int TileRows = 4, TileColumns = 64, Lanes = 16;

    /// <summary>Rows of B that a tile may walk down: 64 columns of so many are a tenth of a second-level cache.</summary>
    private const int MostSteps = 512;

    private GemmShape shape;
    private float* a;
    private float* b;
    private float* c;
    private bool accumulate;
    private int parts;

    /// <summary>Whether the inner dimension or the number of rows is below <paramref name="narrow"/>, and nothing is transposed but an A of few rows.</summary>
    public static bool Takes(in GemmShape shape, int narrow) => !shape.TransB && shape.M >= TileRows && shape.N >= narrow
        && (shape.TransA ? shape.M < narrow && shape.N >= TileColumns && shape.K is > 0 and <= MostSteps : shape.K < narrow);

    public static void Multiply(in GemmShape shape, float* a, float* b, float* c, bool accumulate)
    {
        var job = new NarrowProduct { shape = shape, a = a, b = b, c = c, accumulate = accumulate };
        int tiles = shape.TransA ? shape.N / TileColumns : (shape.M + TileRows - 1) / TileRows;
        job.parts = (long)shape.M * shape.N * shape.K < Gemm.OneThreadBelow ? 1 : Math.Min(CpuPool.Threads, tiles);
        CpuPool.Run(ref job, job.parts);
    }

    /// <summary>From one entry of a row of op(A) to the next, and from one row to the next.</summary>
    private readonly int StepA => shape.TransA ? shape.Lda : 1;

    private readonly int RowA => shape.TransA ? 1 : shape.Lda;

    /// <summary>A range of rows; of few rows a range of columns.</summary>
    public readonly void Run(int part)
    {
        if (shape.TransA)
        {
            int tiles = shape.N / TileColumns;
            Tiles(0, shape.M, (int)((long)tiles * part / parts) * TileColumns, part == parts - 1 ? shape.N : (int)((long)tiles * (part + 1) / parts) * TileColumns);
        }
        else
        {
            int tiles = (shape.M + TileRows - 1) / TileRows;
            Tiles((int)((long)tiles * part / parts) * TileRows, Math.Min(shape.M, (int)((long)tiles * (part + 1) / parts) * TileRows), 0, shape.N);
        }
    }

    private readonly void Tiles(int row, int endRow, int firstColumn, int endColumn)
    {
        int first = row;
        for (; row < endRow; row += TileRows)
        {
            int rows = Math.Min(TileRows, endRow - row);
            if (rows < TileRows && endRow - first >= TileRows && !accumulate)
                (row, rows) = (endRow - TileRows, TileRows); // The rows before are computed once more, to the same result.
            int column = firstColumn;
            for (; rows == TileRows && column + TileColumns <= endColumn; column += TileColumns)
                Tile(row, column);
            for (int r = row; r < row + rows; r++)
                RowFrom(r, column, endColumn);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Tile(int row, int column)
    {
        float* x = a + ((long)row * RowA);
        long rowA = RowA;
        float* y = b + column;
        float* o0 = c + ((long)row * shape.Ldc) + column;
        float* o1 = o0 + shape.Ldc;
        float* o2 = o1 + shape.Ldc;
        float* o3 = o2 + shape.Ldc;
        Vector512<float> s00 = default, s01 = default, s02 = default, s03 = default, s10 = default, s11 = default, s12 = default, s13 = default;
        Vector512<float> s20 = default, s21 = default, s22 = default, s23 = default, s30 = default, s31 = default, s32 = default, s33 = default;
        if (accumulate)
        {
            (s00, s01, s02, s03) = (Vector512.Load(o0), Vector512.Load(o0 + 16), Vector512.Load(o0 + 32), Vector512.Load(o0 + 48));
            (s10, s11, s12, s13) = (Vector512.Load(o1), Vector512.Load(o1 + 16), Vector512.Load(o1 + 32), Vector512.Load(o1 + 48));
            (s20, s21, s22, s23) = (Vector512.Load(o2), Vector512.Load(o2 + 16), Vector512.Load(o2 + 32), Vector512.Load(o2 + 48));
            (s30, s31, s32, s33) = (Vector512.Load(o3), Vector512.Load(o3 + 16), Vector512.Load(o3 + 32), Vector512.Load(o3 + 48));
        }
        for (int k = 0; k < shape.K; k++, x += StepA, y += shape.Ldb)
        {
            Vector512<float> b0 = Vector512.Load(y), b1 = Vector512.Load(y + 16), b2 = Vector512.Load(y + 32), b3 = Vector512.Load(y + 48);
            Vector512<float> factor = Vector512.Create(x[0]);
            s00 = Simd.Fma(factor, b0, s00);
            s01 = Simd.Fma(factor, b1, s01);
            s02 = Simd.Fma(factor, b2, s02);
            s03 = Simd.Fma(factor, b3, s03);
            factor = Vector512.Create(x[rowA]);
            s10 = Simd.Fma(factor, b0, s10);
            s11 = Simd.Fma(factor, b1, s11);
            s12 = Simd.Fma(factor, b2, s12);
            s13 = Simd.Fma(factor, b3, s13);
            factor = Vector512.Create(x[2 * rowA]);
            s20 = Simd.Fma(factor, b0, s20);
            s21 = Simd.Fma(factor, b1, s21);
            s22 = Simd.Fma(factor, b2, s22);
            s23 = Simd.Fma(factor, b3, s23);
            factor = Vector512.Create(x[3 * rowA]);
            s30 = Simd.Fma(factor, b0, s30);
            s31 = Simd.Fma(factor, b1, s31);
            s32 = Simd.Fma(factor, b2, s32);
            s33 = Simd.Fma(factor, b3, s33);
        }
        Store(o0, s00, s01, s02, s03);
        Store(o1, s10, s11, s12, s13);
        Store(o2, s20, s21, s22, s23);
        Store(o3, s30, s31, s32, s33);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* o, Vector512<float> v0, Vector512<float> v1, Vector512<float> v2, Vector512<float> v3)
    {
        v0.Store(o);
        v1.Store(o + 16);
        v2.Store(o + 32);
        v3.Store(o + 48);
    }

    /// <summary>One row, from a column to another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void RowFrom(int row, int column, int end)
    {
        float* x = a + ((long)row * RowA);
        for (; column < end; column += Lanes)
        {
            int count = Math.Min(Lanes, end - column);
            float* y = b + column;
            float* o = c + ((long)row * shape.Ldc) + column;
            Vector512<float> sum = accumulate ? Simd.LoadPart(o, count) : Vector512<float>.Zero;
            for (int k = 0; k < shape.K; k++, y += shape.Ldb)
                sum = Simd.Fma(Vector512.Create(x[(long)k * StepA]), Simd.LoadPart(y, count), sum);
            Simd.StorePart(o, count, sum);
        }
    }
}
