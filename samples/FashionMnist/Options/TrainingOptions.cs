namespace FashionMnist.Options;

/// <summary>What a user asked for; every value has been checked.</summary>
internal sealed record TrainingOptions
{
    /// <summary>Passes over the training images.</summary>
    public required int Epochs { get; init; }

    /// <summary>Images per step.</summary>
    public required int Batch { get; init; }

    /// <summary>The kind of network.</summary>
    public required ModelKind Model { get; init; }

    /// <summary>Width of each hidden layer.</summary>
    public required int Hidden { get; init; }

    /// <summary>Number of hidden layers, 1 to <see cref="MostLayers"/>.</summary>
    public required int Layers { get; init; }

    /// <summary>Share of gradient entries that travel on; null means each policy's own.</summary>
    public required float? Ratio { get; init; }

    /// <summary>The policies to compare, in the order of the table.</summary>
    public required IReadOnlyList<Policy> Policies { get; init; }

    /// <summary>The optimizer of every run.</summary>
    public required OptimizerKind Optimizer { get; init; }

    /// <summary>The learning rate of every run.</summary>
    public required float LearningRate { get; init; }

    /// <summary>One comparison is run per seed.</summary>
    public required IReadOnlyList<int> Seeds { get; init; }

    /// <summary>The directory of the data; null means the usual places.</summary>
    public required string? Data { get; init; }

    /// <summary>A short run on a part of the data.</summary>
    public required bool Quick { get; init; }

    /// <summary>Where the models live.</summary>
    public required DeviceKind Device { get; init; }

    /// <summary>Who computes the dense products.</summary>
    public required DenseBackendKind DenseBackend { get; init; }

    /// <summary>Where report and chart are written.</summary>
    public required string Output { get; init; }

    /// <summary>The deepest model of this sample.</summary>
    public const int MostLayers = 3;

    /// <summary>Training images of a quick run.</summary>
    public const int QuickTrain = 12_000;

    /// <summary>Test images of a quick run.</summary>
    public const int QuickTest = 2_000;
}

/// <summary>The kinds of network: fully connected, of any width and depth, or convolutional.</summary>
internal enum ModelKind { Mlp, Cnn }

/// <summary>How an optimizer turns gradients into steps.</summary>
internal enum OptimizerKind { Adam, AdamW, Sgd }
