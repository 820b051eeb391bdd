using FashionMnist.Data;
using ScottPlot;

namespace FashionMnist.Reporting;

/// <summary>The picture of a job: loss and test accuracy of every run, over epochs and over its own seconds.</summary>
internal static class Chart
{
    public const string Name = "chart.png";

    private static readonly Color[] Palette = [Colors.Black, Colors.C1, Colors.C0, Colors.C2];

    public static string Write(Report report, string directory)
    {
        var page = new Multiplot();
        page.AddPlots(3);
        var plots = page.GetPlots();
        Draw(plots[0], report, $"{report.Dataset}: training loss", "epoch", point => point.Epoch, point => point.TrainLoss);
        Draw(plots[1], report, "test accuracy, %", "epoch", point => point.Epoch, point => point.TestAccuracy);
        Draw(plots[2], report, "test accuracy, %", "seconds of own steps", point => point.Seconds, point => point.TestAccuracy);
        plots[0].ShowLegend(Alignment.UpperRight);
        foreach (var plot in plots[1..])
        {
            plot.HideLegend();
            plot.Add.HorizontalLine(Report.TargetAccuracy, width: 1, color: Colors.Gray, pattern: LinePattern.Dotted);
        }

        page.Layout = new ScottPlot.MultiplotLayouts.Columns();
        var path = Path.Combine(directory, Name);
        AtomicFile.Write(path, temporary => page.SavePng(temporary, 1500, 450));
        return path;
    }

    private static void Draw(Plot plot, Report report, string title, string axis, Func<Training.CurvePoint, double> x, Func<Training.CurvePoint, double> y)
    {
        plot.XLabel(axis);
        plot.Title(title);
        var policies = report.Runs.Select(run => run.Policy).Distinct().ToList();
        var named = new HashSet<string>();
        foreach (var run in report.Runs)
        {
            var line = plot.Add.Scatter(run.Curve.Select(x).ToArray(), run.Curve.Select(y).ToArray());
            line.Color = Palette[policies.IndexOf(run.Policy) % Palette.Length];
            line.LineWidth = 1.5f;
            line.MarkerSize = 3;
            // Several seeds share a colour and one entry of the legend.
            if (named.Add(run.Policy)) line.LegendText = run.Policy == Options.Policy.Dense.Name ? run.Policy : $"{run.Policy} {100 * run.Ratio:0.##} %";
        }
    }
}
