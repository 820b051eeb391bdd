namespace PaperStudy.Reporting;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What it is, in the legend.</param>
/// <param name="X">Where its points are.</param>
/// <param name="Y">How high they are.</param>
/// <param name="Dashed">Whether it is a reference, not a measurement.</param>
internal sealed record StudySeries(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, bool Dashed = false);
