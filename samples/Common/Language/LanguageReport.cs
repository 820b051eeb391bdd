namespace Samples.Language;

/// <summary>All runs of one job, and what a reader must know to compare them with others.</summary>
internal sealed record LanguageReport
{
    /// <summary>Where the text came from.</summary>
    public required string Text { get; init; }

    /// <summary>Tokens to train on.</summary>
    public required int TrainTokens { get; init; }

    /// <summary>Tokens held out.</summary>
    public required int HeldOutTokens { get; init; }

    /// <summary>How many different tokens there are.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>The model in a few words.</summary>
    public required string Model { get; init; }

    /// <summary>Windows in a step.</summary>
    public required int Batch { get; init; }

    /// <summary>Tokens in a window.</summary>
    public required int Context { get; init; }

    /// <summary>Steps of each run.</summary>
    public required int Steps { get; init; }

    /// <summary>The highest learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>What it ran on.</summary>
    public required EnvironmentReport Environment { get; init; }

    /// <summary>One entry per policy and seed.</summary>
    public required IReadOnlyList<LanguageRunReport> Runs { get; init; }
}
