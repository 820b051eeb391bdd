namespace Samples.Language;

/// <summary>What one run came to. Times are medians over its steps, in milliseconds; speed-ups are against the dense run of the same seed.</summary>
internal sealed record LanguageRunReport
{
    /// <summary>The policy's name.</summary>
    public required string Policy { get; init; }

    /// <summary>Share of gradient entries that travel on.</summary>
    public required double Ratio { get; init; }

    /// <summary>Seed of weights, batches and sampling.</summary>
    public required int Seed { get; init; }

    /// <summary>How many numbers were trained.</summary>
    public required long TrainedNumbers { get; init; }

    /// <summary>Nats per token, at the end.</summary>
    public required double HeldOutLoss { get; init; }

    /// <summary>The loss.</summary>
    public required double ForwardMs { get; init; }

    /// <summary>All gradients of the whole model.</summary>
    public required double BackwardMs { get; init; }

    /// <summary>The optimizer's step.</summary>
    public required double OptimizerMs { get; init; }

    /// <summary>Forward, backward and optimizer.</summary>
    public required double StepMs { get; init; }

    /// <summary>Null when there was no dense run.</summary>
    public required double? BackwardSpeedup { get; init; }

    /// <summary>Null when there was no dense run.</summary>
    public required double? StepSpeedup { get; init; }

    /// <summary>Losses on the way; seconds count from the start or the resumption.</summary>
    public required IReadOnlyList<LanguagePoint> Curve { get; init; }

    /// <summary>What it wrote.</summary>
    public required string Sample { get; init; }

    /// <summary>Sums up a run, against the dense run of the same race when there is one.</summary>
    public static LanguageRunReport Of(LanguageRun run, LanguageRun? dense)
    {
        var times = run.Clock.Median(LanguageCourse.ColdSteps);
        var denseTimes = dense?.Clock.Median(LanguageCourse.ColdSteps);
        return new LanguageRunReport
        {
            Policy = run.Trainee.Name,
            Ratio = Math.Round(run.Trainee.Ratio, 6),
            Seed = run.Seed,
            TrainedNumbers = run.Trainee.Trained,
            HeldOutLoss = run.Curve[^1].HeldOutLoss,
            ForwardMs = times.Forward,
            BackwardMs = times.Backward,
            OptimizerMs = times.Optimizer,
            StepMs = times.Step,
            BackwardSpeedup = denseTimes?.Backward / times.Backward,
            StepSpeedup = denseTimes?.Step / times.Step,
            Curve = run.Curve,
            Sample = run.Sample,
        };
    }
}
