using System.Globalization;
using System.Text.Json;
using SparseDiff.Benchmarks.Selections;

namespace SparseDiff.Benchmarks;

/// <summary>What a selection of a thousandth of a tensor takes, against reading it; how many entries come; and what other budgets cost than ratios.</summary>
internal static class SelectionTable
{
    private const float Ratio = 0.001f;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    public static int Run(bool quick)
    {
        Console.WriteLine($"{CpuOptions.Threads} threads, a thousandth of the entries; 10th percentiles");
        Console.WriteLine("algorithm                                     d   cold ms   warm ms  of reading cold   warm   ns/entry   returned / wanted");
        List<SelectionRow> rows = [];
        foreach (int d in quick ? new[] { 1_000_000 } : [100_000, 1_000_000, 10_000_000])
        {
            foreach (SelectionRow row in SelectionTimes.Measure(d, Ratio, quick ? 2 : 10))
            {
                rows.Add(row);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{row.Algorithm,-36} {row.Length,10} {row.ColdMs,9:F3} {row.WarmMs,9:F3} {row.ColdShare,15:P0} {row.WarmShare,7:P0} {row.WarmMs * 1e6 / row.Length,9:F2}  {(row.Returned == 0 ? "-" : ((double)row.Returned / row.Wanted).ToString("F2", CultureInfo.InvariantCulture)),9}"));
            }
        }

        Console.WriteLine("distribution       ratio  Gaussian-k bracketed  as published   DGC   (times what was asked for)");
        List<SelectionCounts> counts = [.. SelectionCounts.Measure(1_000_000, 0.001f, 0.01f)];
        foreach (SelectionCounts row in counts)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.Distribution,-16} {row.Ratio,7:P1} {row.Bracketed,21:F2} {row.Published,13:F2} {row.Dgc,5:F2}"));
        IReadOnlyList<BudgetRow> budgets = BudgetTable.Run(quick);
        Directory.CreateDirectory("artifacts/benchmarks");
        File.WriteAllText("artifacts/benchmarks/selection.json", JsonSerializer.Serialize(new { rows, counts, budgets }, Json));
        Console.WriteLine("Written to artifacts/benchmarks/selection.json.");
        return 0;
    }
}
