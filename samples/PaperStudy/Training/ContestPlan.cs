namespace PaperStudy.Training;

/// <summary>Who trains against whom, on which network, and how long.</summary>
internal sealed record ContestPlan
{
    /// <summary>Its name, for people.</summary>
    public required string Name { get; init; }

    /// <summary>Who takes part.</summary>
    public required IReadOnlyList<StudyRun> Runs { get; init; }

    /// <summary>Every run is made once with each.</summary>
    public required IReadOnlyList<int> Seeds { get; init; }

    /// <summary>Width of each hidden layer.</summary>
    public required int Hidden { get; init; }

    /// <summary>Number of hidden layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Passes over the training images.</summary>
    public required int Epochs { get; init; }

    /// <summary>How often the test accuracy is taken.</summary>
    public int LooksPerEpoch { get; init; } = 4;

    /// <summary>Whether every learning rate falls in a straight line, to nothing at the end; else it stays.</summary>
    public bool RateFalls { get; init; }

    /// <summary>When it ends at the latest; null for when it is done.</summary>
    public required TimeSpan? Limit { get; init; }
}
