using System.Runtime.InteropServices;

namespace SparseDiff.Cpu;

/// <summary>
/// OpenBLAS, when the machine has it. The library is set to one thread and called from our own threads: its workers keep spinning after a call and would fight ours for the cores.
/// </summary>
internal static unsafe class OpenBlas
{
    private const int RowMajor = 101;
    private const int NoTranspose = 111;
    private const int Transpose = 112;

    private static readonly string[] Names =
    [
        "libopenblas.so.0", "libopenblas.so", "libopenblas", "openblas", "libopenblas.dll", "libopenblas.dylib",
        "/opt/homebrew/opt/openblas/lib/libopenblas.dylib", "/usr/local/opt/openblas/lib/libopenblas.dylib",
    ];

    private static readonly nint Library = Find();

    private static readonly delegate* unmanaged[Cdecl]<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void> Sgemm
        = (delegate* unmanaged[Cdecl]<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)Prepare();

    /// <summary>Whether the library and its single-precision product were found.</summary>
    public static bool Found => Sgemm != null;

    /// <summary>Whether the kernels that OpenBLAS chose for this processor use 512-bit vectors; what it does not know it takes for an older one.</summary>
    public static bool HasWideVectors { get; } = Found && Text("openblas_get_corename") is "SkylakeX" or "Cooperlake" or "SapphireRapids";

    /// <summary>The processor core OpenBLAS chose and its configuration, or null.</summary>
    public static string? Description => !Found ? null : $"{Text("openblas_get_corename")}; {Text("openblas_get_config")}";

    /// <summary>C[m,n] (= or +=) op(A)·op(B), row-major, split by the longer side of C into one part a thread.</summary>
    public static void Multiply(in GemmShape s, float* a, float* b, float* c, bool accumulate)
    {
        var job = new Job { Shape = s, A = a, B = b, C = c, Beta = accumulate ? 1 : 0 };
        bool small = (long)s.M * s.N * s.K < Gemm.OneThreadBelow;
        job.Parts = small ? 1 : Math.Min(CpuPool.Threads, (Math.Max(s.M, s.N) + 31) / 32);
        CpuPool.Run(ref job, job.Parts);
    }

    private static nint Find()
    {
        foreach (string name in Names)
        {
            if (NativeLibrary.TryLoad(name, out nint library))
                return library;
        }
        return 0;
    }

    private static nint Prepare()
    {
        if (Library == 0 || !NativeLibrary.TryGetExport(Library, "cblas_sgemm", out nint sgemm))
            return 0;
        if (NativeLibrary.TryGetExport(Library, "openblas_set_num_threads", out nint setThreads))
            ((delegate* unmanaged[Cdecl]<int, void>)setThreads)(1);
        return sgemm;
    }

    private static string? Text(string function)
        => NativeLibrary.TryGetExport(Library, function, out nint address)
            ? Marshal.PtrToStringUTF8(((delegate* unmanaged[Cdecl]<nint>)address)())
            : null;

    private struct Job : IPartJob
    {
        public GemmShape Shape;
        public float* A;
        public float* B;
        public float* C;
        public float Beta;
        public int Parts;

        public readonly void Run(int part)
        {
            GemmShape s = Shape;
            bool byRows = s.M >= s.N;
            int units = ((byRows ? s.M : s.N) + 31) / 32;
            int first = Math.Min(byRows ? s.M : s.N, units * part / Parts * 32);
            int end = Math.Min(byRows ? s.M : s.N, units * (part + 1) / Parts * 32);
            float* a = A, b = B, c = C;
            if (byRows)
            {
                a += s.TransA ? first : (long)first * s.Lda;
                c += (long)first * s.Ldc;
            }
            else
            {
                b += s.TransB ? (long)first * s.Ldb : first;
                c += first;
            }
            int m = byRows ? end - first : s.M;
            int n = byRows ? s.N : end - first;
            if (m > 0 && n > 0)
                Sgemm(RowMajor, s.TransA ? Transpose : NoTranspose, s.TransB ? Transpose : NoTranspose, m, n, s.K, 1f, a, s.Lda, b, s.Ldb, Beta, c, s.Ldc);
        }
    }
}
