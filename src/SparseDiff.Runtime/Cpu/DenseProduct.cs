namespace SparseDiff.Cpu;

/// <summary>The dense product with the implementation that <see cref="CpuOptions.DenseBackend"/> asks for.</summary>
internal static unsafe class DenseProduct
{
    /// <summary>
    /// Multiply-adds from which on an OpenBLAS that uses 512-bit vectors as well is the faster one (measured on Zen 4: 1024³ by 7 %). One that knows
    /// of 256-bit vectors only never is (Zen 5, which OpenBLAS 0.3.21 takes for a Haswell: the managed kernel multiplies 1024³ in 0.54 of its time).
    /// </summary>
    private const long LargeProduct = 1L << 29;

    /// <summary>
    /// Up to so many rows, times a transposed matrix, as forwards in a linear layer, large products stay with the managed kernel (measured on
    /// Zen 4: 128 × 2048 × 2048 is 7 to 14 % faster there, 128 × 4096 × 4096 by 19 %, 256 × 2048 × 2048 by 1 to 6 %).
    /// </summary>
    private const int LargeBatch = 256;

    /// <summary>Below this a dimension leaves most of the managed kernel's 8 × 32 tile empty (measured: 64 × 10 × 512 by a factor of 3).</summary>
    private const int NarrowDimension = 16;

    /// <summary>C[m,n] (= or +=) op(A)·op(B), plus <paramref name="bias"/>[n] on every row when given.</summary>
    public static void Multiply(in GemmShape shape, float* a, float* b, float* c, bool accumulate, float* bias = null)
    {
        if (bias == null && PrefersManaged && CpuOptions.DenseBackend != DenseBackend.OpenBlas && NarrowProduct.Takes(shape, NarrowDimension))
            NarrowProduct.Multiply(shape, a, b, c, accumulate);
        else if (shape.K > 0 && shape.M > 0 && shape.N > 0 && UsesOpenBlas(shape) && !(accumulate && bias != null))
        {
            if (bias != null)
                FillRows(bias, c, shape.M, shape.N, shape.Ldc);
            OpenBlas.Multiply(shape, a, b, c, accumulate || bias != null);
        }
        else
            Gemm.Multiply(shape, a, b, c, accumulate, bias);
    }

    /// <summary>Whether the managed kernel keeps up with OpenBLAS on this processor.</summary>
    public static bool PrefersManaged => System.Runtime.Intrinsics.X86.Avx512F.IsSupported;

    /// <summary>Which of the two a product goes to.</summary>
    public static bool UsesOpenBlas(in GemmShape shape) => OpenBlas.Found && CpuOptions.DenseBackend switch
    {
        DenseBackend.Managed => false,
        DenseBackend.OpenBlas => true,
        _ => !PrefersManaged || (OpenBlas.HasWideVectors && IsLarge(shape)) || Math.Min(shape.M, Math.Min(shape.N, shape.K)) < NarrowDimension,
    };

    private static bool IsLarge(in GemmShape shape) => (long)shape.M * shape.N * shape.K >= LargeProduct && !(shape.TransB && shape.M <= LargeBatch);

    private static void FillRows(float* row, float* into, int rows, int columns, int stride)
    {
        var source = new ReadOnlySpan<float>(row, columns);
        for (int i = 0; i < rows; i++)
            source.CopyTo(new Span<float>(into + ((long)i * stride), columns));
    }
}
