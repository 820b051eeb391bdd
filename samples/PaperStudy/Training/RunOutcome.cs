using FashionMnist.Training;

namespace PaperStudy.Training;

/// <summary>What came of a run: curves that are means over its seeds, and median times.</summary>
/// <param name="Run">What was trained.</param>
/// <param name="Curve">At each look that all seeds had.</param>
/// <param name="Deviation">Standard deviation of the last test accuracy over the seeds.</param>
/// <param name="Times">Median milliseconds of the phases of a step.</param>
/// <param name="Failed">Whether the loss became no number with one of the seeds.</param>
internal sealed record RunOutcome(StudyRun Run, IReadOnlyList<CurvePoint> Curve, double Deviation, PhaseTimes Times, bool Failed)
{
    /// <summary>The test accuracy at the end; not a number when there is none.</summary>
    public double Accuracy => Curve.Count == 0 ? double.NaN : Curve[^1].TestAccuracy;

    /// <summary>Seconds of own steps until the mean curve first reaches an accuracy, straight between two looks; null when it never does.</summary>
    public double? SecondsTo(double accuracy)
    {
        for (var i = 0; i < Curve.Count; i++)
        {
            if (Curve[i].TestAccuracy < accuracy) continue;
            if (i == 0) return Curve[0].Seconds;
            var (before, after) = (Curve[i - 1], Curve[i]);
            return before.Seconds + ((after.Seconds - before.Seconds) * (accuracy - before.TestAccuracy) / (after.TestAccuracy - before.TestAccuracy));
        }

        return null;
    }

    /// <param name="run">What was trained.</param>
    /// <param name="entrants">Its trainings, one a seed.</param>
    /// <param name="failed">Whether one of them diverged.</param>
    public static RunOutcome Of(StudyRun run, IReadOnlyList<Entrant> entrants, bool failed)
    {
        var looks = entrants.Min(entrant => entrant.Curve.Count);
        var curve = Enumerable.Range(0, looks).Select(i => new CurvePoint(
            (int)entrants.Average(e => e.Curve[i].Step), entrants.Average(e => e.Curve[i].Epoch), entrants.Average(e => e.Curve[i].Seconds), entrants.Average(e => e.Curve[i].TrainLoss), entrants.Average(e => e.Curve[i].TestAccuracy))).ToList();
        var times = entrants.Select(entrant => entrant.Clock.Median(Course.WarmUp)).ToList();
        return new RunOutcome(
            run, curve, looks == 0 ? 0 : Spread([.. entrants.Select(entrant => entrant.Curve[looks - 1].TestAccuracy)]),
            new PhaseTimes(times.Average(t => t.Forward), times.Average(t => t.Backward), times.Average(t => t.Optimizer), times.Average(t => t.Step)),
            failed);
    }

    private static double Spread(double[] values)
    {
        var mean = values.Average();
        return values.Length < 2 ? 0 : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }
}
