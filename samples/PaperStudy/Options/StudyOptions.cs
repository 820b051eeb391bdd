using PaperStudy.Training;

namespace PaperStudy.Options;

/// <summary>What a user asked for; every value has been checked.</summary>
internal sealed record StudyOptions
{
    /// <summary>How large everything is.</summary>
    public required StudySize Size { get; init; }

    /// <summary>The sections' names, in their order.</summary>
    public required IReadOnlyList<string> Sections { get; init; }

    /// <summary>The seeds of every comparison; null for each section's own number.</summary>
    public IReadOnlyList<int>? Seeds { get; init; }

    /// <summary>The epochs of every comparison of images; null for each section's own. With it, or with seeds, no time limit holds.</summary>
    public int? Epochs { get; init; }

    /// <summary>Who races to the same quality; null for the chosen ones.</summary>
    public IReadOnlyList<StudyRun>? Runs { get; init; }

    /// <summary>The directory of the images; null for the usual places.</summary>
    public string? Data { get; init; }

    /// <summary>The file of the text; null for the usual places.</summary>
    public string? Text { get; init; }

    /// <summary>Where the report is written.</summary>
    public required string Output { get; init; }

    /// <summary>The arguments as given, for the report.</summary>
    public string Arguments { get; init; } = "";

    /// <summary>The seeds of a section that has this many of its own.</summary>
    public IReadOnlyList<int> SeedsOr(int count) => Seeds ?? [.. Enumerable.Range(1, count)];

    /// <summary>How long a section may train; null for as long as it takes.</summary>
    public TimeSpan? Limit(double seconds) => Seeds is null && Epochs is null && Runs is null ? TimeSpan.FromSeconds(seconds) : null;
}
