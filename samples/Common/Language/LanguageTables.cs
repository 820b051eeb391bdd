using System.Globalization;
using Spectre.Console;

namespace Samples.Language;

/// <summary>The tables at the end: what the runs came to, and what they write, side by side.</summary>
internal static class LanguageTables
{
    private const string Absent = "-";

    public static Table Results(LanguageReport report, bool plain)
    {
        var table = new Table { Border = Border(plain) };
        foreach (var header in (string[])["policy", "seed"]) table.AddColumn(new TableColumn(header).NoWrap());
        foreach (var header in (string[])["ratio", "held out, nats", "forward ms", "backward ms", "optimizer ms", "step ms", "backward speed-up", "step speed-up"])
        {
            // A terminal may be narrow: there, headers take two lines.
            table.AddColumn(new TableColumn(plain ? header : header.Replace(' ', '\n')).RightAligned().NoWrap());
        }

        foreach (var run in report.Runs) table.AddRow(Cells(run));
        return table;
    }

    /// <summary>One column for each run of the first seed.</summary>
    public static Table Samples(LanguageReport report, bool plain)
    {
        var runs = report.Runs.Where(run => run.Seed == report.Runs[0].Seed).ToList();
        var table = new Table { Border = Border(plain) };
        foreach (var run in runs) table.AddColumn(new TableColumn(Markup.Escape($"{run.Policy} writes")));
        table.AddRow(runs.Select(run => new Text(Printable(run.Sample))));
        return table;
    }

    private static TableBorder Border(bool plain) => plain ? TableBorder.Ascii2 : TableBorder.Rounded;

    // What a model writes must not command the terminal.
    private static string Printable(string text) => string.Concat(text.Select(c => c != '\n' && char.IsControl(c) ? '\ufffd' : c));

    private static string[] Cells(LanguageRunReport run) =>
    [
        run.Policy,
        Shown("{0}", run.Seed),
        Shown("{0:0.##} %", 100 * run.Ratio),
        Shown("{0:0.000}", run.HeldOutLoss),
        Shown("{0:0.00}", run.ForwardMs),
        Shown("{0:0.00}", run.BackwardMs),
        Shown("{0:0.00}", run.OptimizerMs),
        Shown("{0:0.00}", run.StepMs),
        run.BackwardSpeedup is { } backward ? Shown("{0:0.00} ×", backward) : Absent,
        run.StepSpeedup is { } step ? Shown("{0:0.00} ×", step) : Absent,
    ];

    private static string Shown(string format, params object[] values) => string.Format(CultureInfo.InvariantCulture, format, values);
}
