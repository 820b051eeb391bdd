using PaperStudy.Reporting;
using PaperStudy.Training;

namespace PaperStudy.Sections;

/// <summary>The outcomes of a contest as a table and as charts. The first run is what the others are compared with.</summary>
internal static class OutcomeTable
{
    /// <summary>The points of accuracy that may be missing from the first run's.</summary>
    public const double Tolerance = 0.3;

    /// <summary>The accuracy to be reached.</summary>
    public static double Target(IReadOnlyList<RunOutcome> outcomes) => outcomes[0].Accuracy - Tolerance;

    public static StudyTable Of(string title, IReadOnlyList<RunOutcome> outcomes)
    {
        var dense = outcomes[0];
        var target = Target(outcomes);
        var toTarget = dense.SecondsTo(target);
        return new StudyTable(
            title,
            ["run", "unbiased", "epochs", "test accuracy, %", "± over seeds", "forward ms", "backward ms", "optimizer ms", "step ms", "backward, times as fast", "step, times as fast", "seconds to target", "sooner than the first run"],
            [.. outcomes.Select(outcome => (IReadOnlyList<Cell>)
            [
                outcome.Run.FullName,
                outcome.Run.Contender.IsDense ? "" : outcome.Run.Contender.Unbiased ? "yes" : "no",
                Cell.Of(outcome.Curve.Count == 0 ? null : outcome.Curve[^1].Epoch, "0.##"),
                Cell.Of(outcome.Failed ? null : outcome.Accuracy, "0.00", "diverged"),
                Cell.Of(outcome.Deviation, "0.00"),
                Cell.Of(outcome.Times.Forward, "0.00"),
                Cell.Of(outcome.Times.Backward, "0.00"),
                Cell.Of(outcome.Times.Optimizer, "0.00"),
                Cell.Of(outcome.Times.Step, "0.00"),
                Cell.Of(Images(outcome) * dense.Times.Backward / outcome.Times.Backward, "0.00"),
                Cell.Of(Images(outcome) * dense.Times.Step / outcome.Times.Step, "0.00"),
                Cell.Of(outcome.SecondsTo(target), "0.0", "not reached"),
                Cell.Of(toTarget / outcome.SecondsTo(target), "0.00"),
            ])],
            FormattableString.Invariant($"Target: {target:0.00} %, the first run's last accuracy less {Tolerance} points, on the mean of the seeds. Where batches differ, \"times as fast\" is by image."));

        double Images(RunOutcome outcome) => (double)outcome.Run.Batch / dense.Run.Batch;
    }

    /// <summary>Test accuracy over seconds and over epochs.</summary>
    public static IReadOnlyList<StudyChart> Charts(string name, string title, IReadOnlyList<RunOutcome> outcomes, string caption)
    {
        var target = Target(outcomes);
        var least = outcomes[0].Curve.Count == 0 ? (double?)null : outcomes[0].Curve[0].TestAccuracy - 8;
        var last = outcomes.Where(outcome => outcome.Curve.Count > 0).Select(outcome => outcome.Curve[^1].Seconds).DefaultIfEmpty().Max();
        return
        [
            new StudyChart(name + "-seconds", title + ", over time", "seconds of own training steps", "test accuracy, %", [.. Lines(point => point.Seconds), new StudySeries("target", [0, last], [target, target], Dashed: true)], caption) { LeastY = least },
            new StudyChart(name + "-epochs", title + ", over epochs", "epochs", "test accuracy, %", [.. Lines(point => point.Epoch)], "The same runs by epochs: what a policy loses for each step, whatever the step costs.") { LeastY = least },
        ];

        IEnumerable<StudySeries> Lines(Func<FashionMnist.Training.CurvePoint, double> x) =>
            outcomes.Select(outcome => new StudySeries(outcomes.Count(other => other.Run.Name == outcome.Run.Name) > 1 ? outcome.Run.FullName : outcome.Run.Name, [.. outcome.Curve.Select(x)], [.. outcome.Curve.Select(point => point.TestAccuracy)]));
    }
}
