using PaperStudy.Reporting;
using SparseDiff;
using SparseDiff.Benchmarks.Selections;

namespace PaperStudy.Sections;

/// <summary>What a selection takes, against reading the tensor once, and how many entries come of those that look for a threshold.</summary>
internal sealed class SelectionSection : IStudySection
{
    private const float Share = 0.001f;

    public string Name => "selection";

    public string Title => "What a selection takes";

    public SectionReport Run(StudyContext context)
    {
        var size = context.Size;
        var rows = size.Lengths.SelectMany(d =>
        {
            context.Say($"{Name}: {d} entries");
            return SelectionTimes.Measure(d, Share, size.SelectionSeconds);
        }).ToList();
        var counts = SelectionCounts.Measure(size.Lengths[^1] > 1_000_000 ? 1_000_000 : size.Lengths[^1], 0.001f, 0.01f).ToList();
        var reading = rows.Last(row => row.Algorithm == "reading");
        return new SectionReport
        {
            Name = Name,
            Title = Title,
            Text = $"k = {Share} d, {CpuOptions.Threads} threads, normal numbers; 10th percentiles, the algorithms in turn. Cold: caches emptied before each call. Warm: the gradient drifts, a tenth of it is new in each step. \"Reading\" sums the tensor on as many threads and is the measure of the shares: at d = {reading.Length} {4.0 * reading.Length / reading.ColdMs * 1e-6:0.0} GB/s cold and {4.0 * reading.Length / reading.WarmMs * 1e-6:0.0} GB/s warm.",
            Tables =
            [
                .. size.Lengths.Select(d => new StudyTable(
                    $"d = {d}", ["algorithm", "cold ms", "warm ms", "warm ns per entry", "of reading, cold, %", "of reading, warm, %", "returned / wanted"],
                    [.. rows.Where(row => row.Length == d).Select(row => (IReadOnlyList<Cell>)
                    [
                        row.Algorithm, Cell.Of(row.ColdMs, "0.000"), Cell.Of(row.WarmMs, "0.000"), Cell.Of(row.WarmMs * 1e6 / d, "0.00"), Cell.Of(100 * row.ColdShare, "0"), Cell.Of(100 * row.WarmShare, "0"),
                        row.Algorithm == "reading" || row.Returned == 0 ? Cell.Empty : Cell.Of((double)row.Returned / row.Wanted, "0.00"),
                    ])],
                    "Quickselect and Array.Sort are given a copy of the magnitudes that does not count, and find only the k-th magnitude. TopKUpdate also rewrites the gradient.")),
                new StudyTable(
                    "Entries returned, times what was asked for", ["distribution", "share asked for", "Gaussian-k, bracketed", "Gaussian-k, as published", "DGC"],
                    [.. counts.Select(row => (IReadOnlyList<Cell>)[row.Distribution, Cell.Of(row.Ratio, "0.###"), Cell.Of(row.Bracketed, "0.00"), Cell.Of(row.Published, "0.00"), Cell.Of(row.Dgc, "0.00")])],
                    "Exact selections return what was asked for. The published rule may jump over the window."),
            ],
            Charts =
            [
                new StudyChart(
                    "selection-time", "Warm selection of a thousandth", "entries d", "milliseconds",
                    [.. rows.GroupBy(row => row.Algorithm).Select(group => new StudySeries(group.Key, [.. group.Select(row => (double)row.Length)], [.. group.Select(row => row.WarmMs)], Dashed: group.Key == "reading"))],
                    "Both axes logarithmic. The dashed line is what summing the tensor takes; random-k need not read it, and what else comes near has read it once.") { LogX = true, LogY = true },
            ],
        };
    }
}
