using PaperStudy.Reporting;
using PaperStudy.Training;

namespace PaperStudy.Sections;

/// <summary>How training converges when few entries of the whole gradient step and the others wait (error feedback), as between workers that send little.</summary>
internal sealed class ConvergenceSection : IStudySection
{
    private static readonly string[] Runs =
    [
        "dense:1:sgd:0.05", "topk-update:0.01:sgd:0.05", "topk-update:0.001:sgd:0.05", "topk-update-forgetful:0.01:sgd:0.05", "random-update:0.01:sgd:0.05", "random-update:0.001:sgd:0.05",
    ];

    public string Name => "convergence";

    public string Title => "Convergence with sparse updates";

    public SectionReport Run(StudyContext context)
    {
        var size = context.Size;
        var plan = new ContestPlan
        {
            Name = Name,
            Runs = [.. Runs.Select(StudyRun.Parse)],
            Seeds = context.Options.SeedsOr(1),
            Hidden = size.ProbeHidden,
            Layers = 2,
            Epochs = context.Options.Epochs ?? size.ConvergenceEpochs,
            LooksPerEpoch = 8,
            Limit = context.Options.Limit(size.ConvergenceSeconds),
        };
        var outcomes = new Contest(context.Data, context.Scale, plan, context.Say).Run();
        return new SectionReport
        {
            Name = Name,
            Title = Title,
            Text = $"784-{plan.Hidden}-{plan.Hidden}-10, batch {StudyRun.DefaultBatch}, SGD 0.05. The backward pass is dense; of all parameters' gradients together only the share in the name steps, and what does not is added to the next step's gradient (u = g + r). \"forgetful\" adds nothing. Random-k draws in each tensor by itself.",
            Tables = [OutcomeTable.Of("Sparse updates", outcomes)],
            Charts =
            [
                new StudyChart(
                    "convergence-loss", "Training loss with sparse updates", "steps", "mean training loss since the last look",
                    [.. outcomes.Select(outcome => new StudySeries(outcome.Run.Name, [.. outcome.Curve.Select(point => (double)point.Step)], [.. outcome.Curve.Select(point => point.TrainLoss)]))],
                    "With error feedback the largest entries keep near the dense run; drawn blindly, an entry waits for 1 / share steps on average, and arrives stale. The times of these runs say nothing about a network of workers: nothing is sent here."),
                OutcomeTable.Charts(Name, "Sparse updates", outcomes, "")[^1] with { Caption = "The same runs' test accuracy." },
            ],
        };
    }
}
