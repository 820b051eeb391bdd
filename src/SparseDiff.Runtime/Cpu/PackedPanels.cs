namespace SparseDiff.Cpu;

/// <summary>The left operand of a product in panels of <see cref="Gemm.MR"/> rows, each stored step by step: [panel][K][MR], zeros behind the last row.</summary>
internal readonly unsafe struct PackedPanels(float* data, int rows, int k)
{
    public readonly float* Data = data;
    public readonly int Rows = rows;
    public readonly int K = k;

    public int Panels => Count(Rows);

    public static int Count(int rows) => (rows + Gemm.MR - 1) / Gemm.MR;

    /// <summary>Floats that the panels of a matrix take.</summary>
    public static long Length(int rows, int k) => (long)Count(rows) * Gemm.MR * k;

    /// <summary>A panel from step <paramref name="k0"/> on.</summary>
    public float* At(int panel, int k0) => Data + ((((long)panel * K) + k0) * Gemm.MR);

    /// <summary>C[rows, columns] (= or +=) panels · strip over steps k0 … k0 + kc − 1; a strip of at most sixteen columns is [kc, 16], else [kc, 32].</summary>
    public void Multiply(int k0, int kc, float* strip, int columns, float* c, int ldc, bool load)
    {
        for (int panel = 0; panel < Panels; panel++)
        {
            int row = panel * Gemm.MR;
            Gemm.Tile(kc, At(panel, k0), strip, c + ((long)row * ldc), ldc, Math.Min(Gemm.MR, Rows - row), columns, load, null);
        }
    }

    /// <summary>Packs a matrix [rows, K] whose rows lie <paramref name="stride"/> apart; <paramref name="steps"/> of its K columns.</summary>
    public void PackRows(float* from, long stride, int steps)
    {
        for (int panel = 0; panel < Panels; panel++)
        {
            int row = panel * Gemm.MR;
            GemmPacking.TransposeRows(from + (row * stride), stride, Math.Min(Gemm.MR, Rows - row), steps, At(panel, 0), Gemm.MR);
        }
    }

    /// <summary>Packs the transpose of a matrix [K, rows].</summary>
    public void PackColumns(float* from, long stride)
    {
        for (int panel = 0; panel < Panels; panel++)
        {
            int row = panel * Gemm.MR;
            GemmPacking.CopyRows(from + row, stride, K, Math.Min(Gemm.MR, Rows - row), At(panel, 0), Gemm.MR);
        }
    }
}
