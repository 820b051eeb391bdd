namespace FashionMnist.Reporting;

/// <summary>All runs of one job, and what a reader must know to compare them with others.</summary>
internal sealed record Report
{
    /// <summary>The test accuracy whose time is taken, in percent.</summary>
    public const double TargetAccuracy = 86;

    /// <summary>What was trained on.</summary>
    public required string Dataset { get; init; }

    /// <summary>Where the data came from.</summary>
    public required string Origin { get; init; }

    /// <summary>Training images.</summary>
    public required int TrainImages { get; init; }

    /// <summary>Test images.</summary>
    public required int TestImages { get; init; }

    /// <summary>See <see cref="TargetAccuracy"/>.</summary>
    public double Target { get; } = TargetAccuracy;

    /// <summary>The network, e.g. 784-512-512-10.</summary>
    public required string Model { get; init; }

    /// <summary>Images per step.</summary>
    public required int Batch { get; init; }

    /// <summary>Passes over the training images.</summary>
    public required int Epochs { get; init; }

    /// <summary>adam, adamw or sgd.</summary>
    public required string Optimizer { get; init; }

    /// <summary>The learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>What it ran on.</summary>
    public required EnvironmentReport Environment { get; init; }

    /// <summary>One entry per policy and seed.</summary>
    public required IReadOnlyList<RunReport> Runs { get; init; }
}
