namespace SparseDiff;

/// <summary>Which implementation multiplies dense matrices on the CPU.</summary>
public enum DenseBackend
{
    /// <summary>
    /// Where the processor has 512-bit vectors, the managed kernel, which is level with or ahead of OpenBLAS but for most narrow products (a dimension
    /// below 16) and, if OpenBLAS uses such vectors too, most large ones (2²⁹ multiply-adds and more), which go to OpenBLAS when it is found; elsewhere
    /// OpenBLAS when it is found.
    /// </summary>
    Auto,

    /// <summary>The managed SIMD kernel; the same result on every machine with the same vector width.</summary>
    Managed,

    /// <summary>OpenBLAS, one thread a part; falls back to the managed kernel when the library is not found.</summary>
    OpenBlas,
}

/// <summary>Process-wide settings of the CPU kernels. Changing them never changes which entries a selection keeps.</summary>
public static class CpuOptions
{
    private static int threads = Environment.ProcessorCount;

    /// <summary>How many threads a kernel may use, the calling one included. Default: the processors this process may use.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than one.</exception>
    public static int Threads
    {
        get => threads;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            threads = value;
        }
    }

    /// <summary>Which implementation multiplies dense matrices. Default: <see cref="DenseBackend.Auto"/>.</summary>
    public static DenseBackend DenseBackend { get; set; } = DenseBackend.Auto;

    /// <summary>Whether an OpenBLAS library was found on this machine.</summary>
    public static bool OpenBlasFound => Cpu.OpenBlas.Found;

    /// <summary>The name and configuration OpenBLAS reports about itself, or null when it was not found.</summary>
    public static string? OpenBlasDescription => Cpu.OpenBlas.Description;

    /// <summary>What multiplies dense matrices with the present settings on this machine, in words.</summary>
    public static string DenseBackendDescription => (DenseBackend, OpenBlasFound) switch
    {
        (DenseBackend.Managed, _) or (_, false) => "managed",
        (DenseBackend.Auto, true) when Cpu.DenseProduct.PrefersManaged => $"managed; {(Cpu.OpenBlas.HasWideVectors ? "large and " : "")}narrow products: OpenBLAS ({OpenBlasDescription})",
        _ => $"OpenBLAS ({OpenBlasDescription})",
    };
}
