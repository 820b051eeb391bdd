using System.Globalization;
using ScottPlot;

namespace PaperStudy.Reporting;

/// <summary>Draws a chart as a PNG.</summary>
internal static class ChartPicture
{
    private const int Width = 900, Height = 480;

    private static readonly ScottPlot.Palettes.Category20 Palette = new();

    public static byte[] Draw(StudyChart chart)
    {
        using var plot = new Plot();
        plot.Title(chart.Title);
        plot.XLabel(chart.XLabel);
        plot.YLabel(chart.YLabel);
        var colour = 0;
        foreach (var series in chart.Series) Add(plot, chart, series, series.Dashed ? Colors.Gray : Palette.GetColor(colour++));
        if (chart.LogX) plot.Axes.Bottom.TickGenerator = LogTicks();
        if (chart.LogY) plot.Axes.Left.TickGenerator = LogTicks();
        if (chart.LeastY is { } least)
        {
            plot.Axes.AutoScale();
            plot.Axes.SetLimitsY(Math.Max(least, plot.Axes.GetLimits().Bottom), plot.Axes.GetLimits().Top);
        }

        plot.ShowLegend(Edge.Right);
        return plot.GetImage(Width, Height).GetImageBytes(ImageFormat.Png);
    }

    private static void Add(Plot plot, StudyChart chart, StudySeries series, Color colour)
    {
        var points = series.X.Zip(series.Y)
            .Select(point => (X: chart.LogX ? Math.Log10(point.First) : point.First, Y: chart.LogY ? Math.Log10(point.Second) : point.Second))
            .Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y)).ToList();
        var line = plot.Add.Scatter(points.Select(point => point.X).ToArray(), points.Select(point => point.Y).ToArray());
        line.LegendText = series.Name;
        line.Color = colour;
        line.LineWidth = 1.8f;
        line.MarkerSize = series.Dashed || points.Count > 60 ? 0 : 4;
        line.LinePattern = series.Dashed ? LinePattern.Dashed : LinePattern.Solid;
    }

    private static ScottPlot.TickGenerators.NumericAutomatic LogTicks() => new()
    {
        MinorTickGenerator = new ScottPlot.TickGenerators.LogMinorTickGenerator(),
        IntegerTicksOnly = true,
        LabelFormatter = static power => power is >= -3 and <= 4 ? Math.Pow(10, power).ToString("0.####", CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"1e{power:0}"),
    };
}
