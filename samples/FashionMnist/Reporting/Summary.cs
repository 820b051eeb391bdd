namespace FashionMnist.Reporting;

/// <summary>The runs of one policy over all seeds: means, and the spread of the accuracy.</summary>
internal sealed record Summary(
    string Policy,
    double Ratio,
    int Seeds,
    double Accuracy,
    double AccuracyDeviation,
    double ForwardMs,
    double BackwardMs,
    double OptimizerMs,
    double StepMs,
    double? BackwardSpeedup,
    double? StepSpeedup,
    double? SecondsToTarget)
{
    /// <summary>One summary per policy, in the order of the runs.</summary>
    public static IReadOnlyList<Summary> Of(IEnumerable<RunReport> runs) =>
        [.. runs.GroupBy(run => (run.Policy, run.Ratio)).Select(group => Of([.. group]))];

    private static Summary Of(RunReport[] runs)
    {
        var accuracy = runs.Average(run => run.TestAccuracy);
        return new Summary(
            runs[0].Policy,
            runs[0].Ratio,
            runs.Length,
            accuracy,
            Math.Sqrt(runs.Average(run => Math.Pow(run.TestAccuracy - accuracy, 2))),
            runs.Average(run => run.ForwardMs),
            runs.Average(run => run.BackwardMs),
            runs.Average(run => run.OptimizerMs),
            runs.Average(run => run.StepMs),
            runs.Average(run => run.BackwardSpeedup),
            runs.Average(run => run.StepSpeedup),
            // A mean over the lucky seeds alone would flatter: all of them, or none.
            runs.All(run => run.SecondsToTarget.HasValue) ? runs.Average(run => run.SecondsToTarget) : null);
    }
}
