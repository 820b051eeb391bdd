namespace SparseDiff;

/// <summary>Which implementation multiplies dense matrices on the CPU.</summary>
public enum DenseBackend
{
    /// <summary>The managed kernel where it has been measured to be level with or ahead of OpenBLAS, which is wherever the processor has 512-bit vectors; else OpenBLAS when it is found.</summary>
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
}
