namespace PaperStudy.Options;

/// <summary>How large everything in a study is. Limits keep it within its time on a slow or busy machine; what they cut is said.</summary>
internal sealed record StudySize
{
    /// <summary>Training and test images.</summary>
    public int Train { get; init; } = 60_000;

    /// <inheritdoc cref="Train"/>
    public int Test { get; init; } = 10_000;

    /// <summary>Seeds of the comparison of times to the same quality, 1, 2, …</summary>
    public int QualitySeeds { get; init; } = 1;

    /// <summary>Width of its hidden layers, how many there are, epochs and longest time.</summary>
    public int QualityHidden { get; init; } = 2048;

    public int QualityLayers { get; init; } = 2;

    public int QualityEpochs { get; init; } = 5;

    public double QualitySeconds { get; init; } = 440;

    /// <summary>The same for the table of all policies.</summary>
    public int PolicyHidden { get; init; } = 512;

    public int PolicyEpochs { get; init; } = 2;

    public double PolicySeconds { get; init; } = 140;

    /// <summary>The shares that every policy keeps there.</summary>
    public IReadOnlyList<float> Ratios { get; init; } = [0.05f, 0.1f, 0.2f];

    /// <summary>Hidden layers of the networks that are compared by depth, and their width, epochs and longest time, all depths together.</summary>
    public IReadOnlyList<int> Depths { get; init; } = [2, 3, 4, 5];

    public int DepthHidden { get; init; } = 512;

    public int DepthEpochs { get; init; } = 2;

    public double DepthSeconds { get; init; } = 70;

    /// <summary>Steps, width, batch and context of the models of text, and the longest time, both together.</summary>
    public int TextSteps { get; init; } = 240;

    public int TextWidth { get; init; } = 128;

    public int TextBatch { get; init; } = 16;

    public int TextContext { get; init; } = 64;

    public double TextSeconds { get; init; } = 100;

    /// <summary>Epochs of the convergence with sparse updates, and the longest time.</summary>
    public int ConvergenceEpochs { get; init; } = 2;

    public double ConvergenceSeconds { get; init; } = 35;

    /// <summary>Steps of the trainings that are only looked at: gradients over time, and bounds.</summary>
    public int ProbeSteps { get; init; } = 900;

    public int ProbeHidden { get; init; } = 256;

    /// <summary>Lengths of the tensors that are selected from, multiples of 1000, and the time for each.</summary>
    public IReadOnlyList<int> Lengths { get; init; } = [100_000, 1_000_000, 10_000_000];

    public double SelectionSeconds { get; init; } = 10;

    /// <summary>Under a minute: for seeing that everything works; its accuracies are those of short trainings on a part of the data.</summary>
    public static StudySize Quick { get; } = new()
    {
        Train = 12_000,
        Test = 2000,
        QualitySeeds = 1,
        QualityHidden = 512,
        QualityEpochs = 2,
        QualitySeconds = 9,
        PolicyHidden = 128,
        PolicyEpochs = 1,
        PolicySeconds = 10,
        Ratios = [0.1f],
        Depths = [2, 4],
        DepthHidden = 128,
        DepthEpochs = 1,
        DepthSeconds = 6,
        TextSteps = 60,
        TextWidth = 64,
        TextBatch = 8,
        TextContext = 32,
        TextSeconds = 8,
        ConvergenceEpochs = 1,
        ConvergenceSeconds = 5,
        ProbeSteps = 150,
        ProbeHidden = 128,
        Lengths = [100_000, 1_000_000],
        SelectionSeconds = 1.5,
    };
}
