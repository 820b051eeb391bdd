namespace PaperStudy.Sections;

/// <summary>All questions, in the report's order.</summary>
internal static class StudySections
{
    public static IReadOnlyList<IStudySection> All { get; } =
    [
        new QualitySection(),
        new PolicySection(),
        new DepthSection(),
        new TextSection(),
        new ConvergenceSection(),
        new HistogramSection(),
        new BoundsSection(),
        new SelectionSection(),
    ];
}
