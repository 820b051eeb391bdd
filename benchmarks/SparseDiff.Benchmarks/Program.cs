using System.Diagnostics;
using System.Runtime.InteropServices;
using SparseDiff.Cpu;

namespace SparseDiff.Benchmarks;

internal static unsafe class Program
{
    public static float* Random(long n, int seed)
    {
        float* p = (float*)NativeMemory.AlignedAlloc((nuint)(n + 64) * 4, n * 4 >= 1 << 20 ? 2u << 20 : 64u);
        if (n * 4 >= 1 << 20 && Environment.GetEnvironmentVariable("HUGE") != null) _ = madvise(p, (nuint)n * 4 / (2u << 20) * (2u << 20), 14);
        var r = new Random(seed);
        for (long i = 0; i < n; i++)
            p[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - r.NextDouble())) * Math.Cos(2 * Math.PI * r.NextDouble()));
        return p;
    }

    public static (double A, double B) Interleave(Action a, Action b, double seconds)
    {
        var ta = new List<double>();
        var tb = new List<double>();
        long end = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);
        while (Stopwatch.GetTimestamp() < end || ta.Count < 5)
        {
            ta.Add(Time(a));
            tb.Add(Time(b));
        }
        ta.Sort();
        tb.Sort();
        return (ta[ta.Count / 10], tb[tb.Count / 10]);
    }

    [DllImport("libc")] private static extern int madvise(void* p, nuint n, int advice);

    public static double Time(Action a)
    {
        long t = Stopwatch.GetTimestamp();
        a();
        return Stopwatch.GetElapsedTime(t).TotalMilliseconds;
    }

    private static void Main(string[] args)
    {
        CpuOptions.Threads = 2;
        foreach ((int b, int k, int n) in new[] { (128, 1024, 1024), (64, 784, 512), (256, 1024, 4096) })
        {
            float* x = Random(b * k, 1), w = Random(n * k, 2), dy = Random(b * n, 3), dx = Random(b * k, 4), dw = Random(n * k, 5);
            float* v = Random(b * n, 2), idx = Random(b * n, 4), rs = Random(b + 64, 3);
            foreach (double share in args.Length > 2 ? new[] { 0.01, 0.05, 0.2 } : new[] { 0.01, 0.02, 0.05, 0.1, 0.2, 0.5 })
            {
                int kk = Math.Max(1, (int)(share * n));
                void Dense(bool blas)
                {
                    if (blas)
                    {
                        OpenBlas.Multiply(GemmShape.Contiguous(b, k, n), dy, w, dx, false);
                        OpenBlas.Multiply(GemmShape.Contiguous(n, k, b, transA: true), dy, x, dw, false);
                    }
                    else
                    {
                        Gemm.Multiply(GemmShape.Contiguous(b, k, n), dy, w, dx, false);
                        Gemm.Multiply(GemmShape.Contiguous(n, k, b, transA: true), dy, x, dw, false);
                    }
                }
                var t = new double[6];
                void Sparse()
                {
                    long t0 = Stopwatch.GetTimestamp();
                    var p = new DenseRows(dy, n);
                    RowTopK.Select(ref p, b, n, kk, (int*)rs, (int*)idx, v);
                    var csr = new Csr(b, n, (int*)rs, (int*)idx, v);
                    long t1 = Stopwatch.GetTimestamp();
                    Csc csc = Csc.Build(csr);
                    long t2 = Stopwatch.GetTimestamp();
                    SparseProduct.TimesDense(csr, w, k, dx, false);
                    long t3 = Stopwatch.GetTimestamp();
                    SparseProduct.TransposedTimesDense(csc, b, x, k, dw, SumMode.Overwrite);
                    long t4 = Stopwatch.GetTimestamp();
                    t[0] = (t1 - t0) * 1e-3; t[1] = (t2 - t1) * 1e-3; t[2] = (t3 - t2) * 1e-3; t[3] = (t4 - t3) * 1e-3;
                }
                var best = new double[6];
                Array.Fill(best, 1e9);
                (double sparse, double managed) = Interleave(() => { Sparse(); for (int i = 0; i < 4; i++) best[i] = Math.Min(best[i], t[i]); }, () => Dense(false), args.Length > 2 ? 0.3 : 1);
                (_, double blas) = Interleave(Sparse, () => Dense(true), args.Length > 2 ? 0.01 : 0.5);
                double dense = Math.Min(managed, blas);
                Console.WriteLine($"{b},{k},{n} {share}: dense {managed * 1000:F0} / {blas * 1000:F0} sparse {sparse * 1000:F0} µs {dense / sparse:F1} x; best select {best[0]:F0} csc {best[1]:F0} dX {best[2]:F0} dW {best[3]:F0}");
            }
        }
        if (args.Length > 1) return;
        foreach (int columns in new[] { 512, 1024, 4096 })
        {
            foreach (double share in new[] { 0.01, 0.05, 0.1, 0.2, 0.5 })
            {
                CpuOptions.Threads = 1;
                int rows = 128, k = (int)(share * columns);
                float* x = Random(rows * columns, 1), v = Random(rows * columns, 2), w = Random(rows * columns, 4), rs = Random(rows * columns, 3);
                (double sel, double masked) = Interleave(() => { var p = new DenseRows(x, columns); RowTopK.Select(ref p, rows, columns, k, (int*)rs, (int*)w, v); },
                    () => { var p = new DenseRows(x, columns); RowTopK.SelectMasked(ref p, rows, columns, k, v); }, 0.2);
                Console.WriteLine($"select {columns} {share}: {sel * 1e6 / rows / columns:F2} ns/element, masked {masked * 1e6 / rows / columns:F2}");
            }
        }
        if (args.Length > 0) return;
        Console.WriteLine(OpenBlas.Description);
        foreach ((int m, int n, int k, bool ta, bool tb) in new[] { (1024, 1024, 1024, false, false), (64, 512, 784, false, true), (64, 512, 512, false, true), (64, 10, 512, false, true), (512, 784, 64, true, false), (64, 512, 512, false, false), (128, 1024, 1024, false, false), (1024, 1024, 128, true, false), (256, 1024, 4096, false, false), (4096, 1024, 256, true, false) })
        {
            float* a = Random((long)m * k, 1), b = Random((long)n * k, 2), c = Random((long)m * n, 3), d = Random((long)m * n, 4);
            GemmShape s = GemmShape.Contiguous(m, n, k, ta, tb);
            foreach (int threads in new[] { 1, 2 })
            {
                CpuOptions.Threads = threads;
                (double ours, double theirs) = Interleave(() => Gemm.Multiply(s, a, b, c, false), () => OpenBlas.Multiply(s, a, b, d, false), 0.7);
                double gf = 2e-6 * m * n * k;
                double error = 0;
                for (int i = 0; i < m * n; i++)
                    error = Math.Max(error, Math.Abs(c[i] - d[i]));
                Console.WriteLine($"{m},{n},{k} {ta} {tb} t{threads}: managed {gf / ours:F0} GF/s openblas {gf / theirs:F0} GF/s ratio {theirs / ours:F2} error {error:E1}");
            }
        }
    }
}
