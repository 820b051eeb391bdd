namespace Samples.Language;

/// <summary>What a user asked for, of a program that trains language models; every value has been checked.</summary>
internal sealed record LanguageOptions
{
    /// <summary>Steps of each run.</summary>
    public required int Steps { get; init; }

    /// <summary>Windows of text in a step.</summary>
    public required int Batch { get; init; }

    /// <summary>Tokens in a window.</summary>
    public required int Context { get; init; }

    /// <summary>The highest learning rate.</summary>
    public required float Rate { get; init; }

    /// <summary>The names of what to compare, in the order of the table.</summary>
    public required IReadOnlyList<string> Policies { get; init; }

    /// <summary>Share of gradient entries that travel on; null means each policy's own.</summary>
    public required float? Ratio { get; init; }

    /// <summary>One comparison is run per seed.</summary>
    public required IReadOnlyList<int> Seeds { get; init; }

    /// <summary>The file of the text; null means the usual places.</summary>
    public required string? Text { get; init; }

    /// <summary>A short run.</summary>
    public required bool Quick { get; init; }

    /// <summary>Where the models live.</summary>
    public required DeviceKind Device { get; init; }

    /// <summary>Who computes the dense products.</summary>
    public required DenseBackendKind DenseBackend { get; init; }

    /// <summary>The directory of the report.</summary>
    public required string Output { get; init; }

    /// <summary>The directory to save checkpoints in; null for none.</summary>
    public required string? Save { get; init; }

    /// <summary>The directory with the checkpoints to go on from; null to begin anew.</summary>
    public required string? Resume { get; init; }
}
