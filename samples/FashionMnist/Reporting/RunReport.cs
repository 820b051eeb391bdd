using FashionMnist.Training;

namespace FashionMnist.Reporting;

/// <summary>What one run came to. Times are medians over its steps, in milliseconds; speed-ups are against the dense run of the same seed.</summary>
internal sealed record RunReport
{
    /// <summary>dense, topk or sampled.</summary>
    public required string Policy { get; init; }

    /// <summary>Among which entries the policy selects: none, row or tensor.</summary>
    public required string Scope { get; init; }

    /// <summary>Share of gradient entries that travel on.</summary>
    public required double Ratio { get; init; }

    /// <summary>Seed of weights, order and sampling.</summary>
    public required int Seed { get; init; }

    /// <summary>Percent, at the end.</summary>
    public required double TestAccuracy { get; init; }

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

    /// <summary>Seconds of its own steps until the target accuracy was seen; null when it never was.</summary>
    public required double? SecondsToTarget { get; init; }

    /// <summary>Managed memory, all threads, past the warm-up.</summary>
    public required double AllocatedBytesPerStep { get; init; }

    /// <summary>Loss and accuracy on the way.</summary>
    public required IReadOnlyList<CurvePoint> Curve { get; init; }

    /// <summary>Sums up a run, against the dense run of the same race when there is one.</summary>
    public static RunReport Of(Entrant run, Entrant? dense)
    {
        var times = run.Clock.Median(Course.WarmUp);
        var denseTimes = dense?.Clock.Median(Course.WarmUp);
        return new RunReport
        {
            Policy = run.Trainee.Policy.Name,
            Scope = run.Trainee.Policy.Scope,
            Ratio = Math.Round(run.Trainee.Ratio, 6),
            Seed = run.Seed,
            TestAccuracy = run.Curve[^1].TestAccuracy,
            ForwardMs = times.Forward,
            BackwardMs = times.Backward,
            OptimizerMs = times.Optimizer,
            StepMs = times.Step,
            BackwardSpeedup = denseTimes?.Backward / times.Backward,
            StepSpeedup = denseTimes?.Step / times.Step,
            SecondsToTarget = run.Curve.FirstOrDefault(point => point.TestAccuracy >= Report.TargetAccuracy)?.Seconds,
            AllocatedBytesPerStep = run.AllocatedBytesPerStep,
            Curve = run.Curve,
        };
    }
}
