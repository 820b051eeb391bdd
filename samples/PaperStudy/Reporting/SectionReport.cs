namespace PaperStudy.Reporting;

/// <summary>What a section of the study found.</summary>
internal sealed record SectionReport
{
    /// <summary>Its name in options and links.</summary>
    public required string Name { get; init; }

    /// <summary>Its heading.</summary>
    public required string Title { get; init; }

    /// <summary>What was done, and how.</summary>
    public required string Text { get; init; }

    public required IReadOnlyList<StudyTable> Tables { get; init; }

    public required IReadOnlyList<StudyChart> Charts { get; init; }

    /// <summary>How long it took.</summary>
    public double Seconds { get; init; }
}
