using System.Globalization;

namespace SparseDiff.Benchmarks.Ratios;

/// <summary>
/// How many times faster than dense a sparse backward pass is; also what selection costs, and how the managed dense product stands against
/// OpenBLAS. Dense is the faster of the two backends; the sparse side pays for everything it does.
/// </summary>
internal static class RatioTable
{
    /// <summary>The one policy of linear layers that is wanted; null for all.</summary>
    public static string? Only { get; set; }

    public static int Run(bool quick)
    {
        double seconds = quick ? 0.5 : 2.1;
        Console.WriteLine($"{CpuOptions.Threads} threads; OpenBLAS: {CpuOptions.OpenBlasDescription ?? "not found"}");
        Console.WriteLine("case              shape            policy      ratio  threads  dense ms  sparse ms  speed-up  dense by");
        List<RatioRow> rows = [];
        foreach (RatioRow row in AllRows(seconds))
        {
            rows.Add(row);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Case,-17} {row.Shape,-16} {row.Policy,-9} {row.Ratio,7:P0} {row.Threads,8} {row.DenseMs,9:F3} {row.SparseMs,10:F3} {row.Speedup,9:F2}  {row.DenseBackend}{(row.NanosecondsPerElement is { } ns ? $"  {ns:F2} ns/element" : "")}"));
        }

        RatioFile.Write(rows, RatioFile.Place);
        Console.WriteLine($"Written to {RatioFile.Place}.");
        return 0;
    }

    private static IEnumerable<RatioRow> AllRows(double seconds)
    {
        float[] all = [0.01f, 0.02f, 0.05f, 0.1f, 0.2f, 0.5f, 1];
        float[] most = [0.01f, 0.05f, 0.1f, 0.2f, 0.5f, 1];
        return LinearBackwardRows(128, 1024, 1024, all, seconds)
            .Concat(LinearBackwardRows(64, 784, 512, most, seconds))
            .Concat(LinearBackwardRows(256, 1024, 4096, most, seconds * 1.5))
            .Concat(LinearBackwardRows(512, 768, 3072, [0.01f, 0.05f, 0.1f], seconds * 1.5))
            .Concat(SelectionRows(seconds / 2))
            .Concat(DenseProductRows(seconds * 2));
    }

    private static IEnumerable<RatioRow> LinearBackwardRows(int batch, int inputs, int outputs, float[] ratios, double seconds)
    {
        using var layer = new LinearBackward(batch, inputs, outputs);
        string shape = $"{batch},{inputs},{outputs}";
        (string Policy, Action<float> Run)[] policies =
        [
            ("topk-row", ratio => layer.Sparse(ratio)),
            ("columns", ratio => layer.Columns(ratio)),
            ("columns-rs", ratio => layer.Columns(ratio, touchedOnly: true)),
            ("sampled", ratio => layer.Sparse(ratio, sampled: true)),
        ];
        foreach ((string policy, Action<float> run) in policies.Where(p => Only is null || p.Policy == Only))
        {
            foreach (float ratio in ratios.Where(ratio => IsAsked(policy, ratio)))
            {
                double[] times = Interleaved.Time(
                    seconds,
                    () => With(DenseBackend.Managed, layer.Dense),
                    () => With(DenseBackend.OpenBlas, layer.Dense),
                    () => run(ratio));
                yield return Row("linear-backward", shape, policy, ratio, times[0], times[1], times[2]);
            }
        }
    }

    /// <summary>Sampling at one ratio; rows that stay untouched where they are many.</summary>
    private static bool IsAsked(string policy, float ratio) => policy switch
    {
        "sampled" => ratio == 0.1f,
        "columns-rs" => ratio < 0.05f,
        _ => true,
    };

    private static IEnumerable<RatioRow> SelectionRows(double seconds)
    {
        const int rows = 128, columns = 1024;
        Tensor dY = RandomTensor.Normal(1, rows, columns), copy = Tensor.Zeros(rows, columns);
        var workspace = new Workspace();
        int threads = CpuOptions.Threads;
        foreach (float ratio in new[] { 0.01f, 0.05f, 0.1f, 0.5f })
        {
            foreach (string policy in new[] { "topk-row", "topk-tensor", "sampled" })
            {
                CpuOptions.Threads = 1;
                double[] times = Interleaved.Time(
                    seconds,
                    () => dY.AsSpan().CopyTo(copy.AsSpan()),
                    () => Select(policy, dY, ratio, workspace));
                CpuOptions.Threads = threads;
                yield return new RatioRow("selection", $"{rows},{columns}", policy, Round(ratio), 1, times[0], times[1], times[0] / times[1], "copy")
                {
                    NanosecondsPerElement = times[1] * 1e6 / dY.Length,
                };
            }
        }
    }

    private static void Select(string policy, Tensor dY, float ratio, Workspace workspace)
    {
        if (policy == "sampled")
            Sparsify.SampledKVjp(dY, ratio, 0, SelectionScope.Tensor, workspace.Sparse(0));
        else
            Sparsify.TopKVjp(dY, ratio, policy == "topk-row" ? SelectionScope.Row : SelectionScope.Tensor, workspace.Sparse(0));
    }

    /// <summary>Here "dense" is OpenBLAS and "sparse" the managed kernel, which multiplies all of both matrices.</summary>
    private static IEnumerable<RatioRow> DenseProductRows(double seconds)
    {
        if (!CpuOptions.OpenBlasFound)
            yield break;
        foreach ((int m, int n, int k) in new[] { (1024, 1024, 1024), (64, 512, 784), (64, 512, 512), (64, 10, 512) })
        {
            Tensor x = RandomTensor.Normal(1, m, k), w = RandomTensor.Normal(2, n, k);
            var workspace = new Workspace();
            double[] times = Interleaved.Time(
                seconds,
                () => With(DenseBackend.OpenBlas, () => Ops.Linear(x, w, null, workspace[0])),
                () => With(DenseBackend.Managed, () => Ops.Linear(x, w, null, workspace[1])));
            yield return new RatioRow("managed-product", $"{m},{n},{k}", "none", 1, CpuOptions.Threads, times[0], times[1], times[0] / times[1], "openblas");
        }
    }

    private static RatioRow Row(string name, string shape, string policy, float ratio, double managed, double openBlas, double sparse)
    {
        // Without OpenBLAS both columns are the managed kernel.
        double dense = Math.Min(managed, openBlas);
        string backend = CpuOptions.OpenBlasFound && openBlas < managed ? "openblas" : "managed";
        return new RatioRow(name, shape, policy, Round(ratio), CpuOptions.Threads, dense, sparse, dense / sparse, backend);
    }

    private static double Round(float ratio) => Math.Round(ratio, 4);

    private static void With(DenseBackend backend, Action action)
    {
        DenseBackend before = CpuOptions.DenseBackend;
        CpuOptions.DenseBackend = backend;
        action();
        CpuOptions.DenseBackend = before;
    }
}
