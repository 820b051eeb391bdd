namespace PaperStudy.Reporting;

/// <summary>A chart of results, as numbers; what it looks like is decided elsewhere.</summary>
/// <param name="Name">The name of its picture, without extension.</param>
/// <param name="Title">What it shows.</param>
/// <param name="XLabel">The horizontal axis.</param>
/// <param name="YLabel">The vertical axis.</param>
/// <param name="Series">Its lines.</param>
/// <param name="Caption">How to read it, frankly.</param>
internal sealed record StudyChart(string Name, string Title, string XLabel, string YLabel, IReadOnlyList<StudySeries> Series, string Caption)
{
    /// <summary>Whether the horizontal axis is logarithmic.</summary>
    public bool LogX { get; init; }

    /// <summary>Whether the vertical axis is logarithmic.</summary>
    public bool LogY { get; init; }

    /// <summary>The least value shown; null for all.</summary>
    public double? LeastY { get; init; }
}
