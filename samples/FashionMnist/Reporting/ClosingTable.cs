using System.Globalization;
using Spectre.Console;

namespace FashionMnist.Reporting;

/// <summary>The table at the end: one row per policy.</summary>
internal static class ClosingTable
{
    private const string Absent = "-";

    public static Table Of(Report report, bool plain)
    {
        var table = new Table { Border = plain ? TableBorder.Ascii2 : TableBorder.Rounded };
        table.AddColumn(new TableColumn("policy").NoWrap());
        foreach (var header in (string[])["ratio", "test accuracy", "forward ms", "backward ms", "optimizer ms", "step ms", "backward speed-up", "step speed-up", $"seconds to\u00a0{Report.TargetAccuracy}\u00a0%"])
        {
            // A terminal may be narrow: there, headers take two lines.
            var shown = plain ? header : header.Replace(' ', '\n');
            table.AddColumn(new TableColumn(shown).RightAligned().NoWrap());
        }

        foreach (var row in Summary.Of(report.Runs)) table.AddRow(Cells(row));
        return table;
    }

    private static string[] Cells(Summary row) =>
    [
        row.Policy,
        Text("{0:0.##} %", 100 * row.Ratio),
        row.Seeds > 1 ? Text("{0:0.00} ± {1:0.00} %", row.Accuracy, row.AccuracyDeviation) : Text("{0:0.00} %", row.Accuracy),
        Text("{0:0.000}", row.ForwardMs),
        Text("{0:0.000}", row.BackwardMs),
        Text("{0:0.000}", row.OptimizerMs),
        Text("{0:0.000}", row.StepMs),
        Optional("{0:0.00} ×", row.BackwardSpeedup),
        Optional("{0:0.00} ×", row.StepSpeedup),
        Optional("{0:0.0}", row.SecondsToTarget),
    ];

    private static string Optional(string format, double? value) => value is null ? Absent : Text(format, value);

    private static string Text(string format, params object?[] values) => string.Format(CultureInfo.InvariantCulture, format, values);
}
