namespace SparseDiff.Cpu;

/// <summary>The dense product with the implementation that <see cref="CpuOptions.DenseBackend"/> asks for.</summary>
internal static unsafe class DenseProduct
{
    /// <summary>C[m,n] (= or +=) op(A)·op(B), plus <paramref name="bias"/>[n] on every row when given.</summary>
    public static void Multiply(in GemmShape shape, float* a, float* b, float* c, bool accumulate, float* bias = null)
    {
        if (shape.K > 0 && shape.M > 0 && shape.N > 0 && UsesOpenBlas && !(accumulate && bias != null))
        {
            if (bias != null)
                FillRows(bias, c, shape.M, shape.N, shape.Ldc);
            OpenBlas.Multiply(shape, a, b, c, accumulate || bias != null);
        }
        else
            Gemm.Multiply(shape, a, b, c, accumulate, bias);
    }

    /// <summary>Whether the next product goes to OpenBLAS.</summary>
    public static bool UsesOpenBlas => CpuOptions.DenseBackend switch
    {
        DenseBackend.Managed => false,
        DenseBackend.OpenBlas => OpenBlas.Found,
        _ => !System.Runtime.Intrinsics.X86.Avx512F.IsSupported && OpenBlas.Found,
    };

    private static void FillRows(float* row, float* into, int rows, int columns, int stride)
    {
        var source = new ReadOnlySpan<float>(row, columns);
        for (int i = 0; i < rows; i++)
            source.CopyTo(new Span<float>(into + ((long)i * stride), columns));
    }
}
