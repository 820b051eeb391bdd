namespace PaperStudy.Reporting;

/// <summary>Everything a study found, and where.</summary>
internal sealed record StudyReport
{
    /// <summary>The command's options that were given.</summary>
    public required string Arguments { get; init; }

    public required EnvironmentReport Environment { get; init; }

    /// <summary>Threads of a kernel.</summary>
    public required int Threads { get; init; }

    /// <summary>The 1-minute load of the machine before and after, where it is known: above the cores, times are not to be trusted.</summary>
    public required string Load { get; init; }

    /// <summary>The images.</summary>
    public required string Images { get; init; }

    public required IReadOnlyList<SectionReport> Sections { get; init; }

    public required double Seconds { get; init; }
}
