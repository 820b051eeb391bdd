using PaperStudy.Reporting;
using PaperStudy.Training;

namespace PaperStudy.Sections;

/// <summary>Whether what holds for two hidden layers holds for more: every point adds its own error.</summary>
internal sealed class DepthSection : IStudySection
{
    private static readonly string[] Runs =
    [
        "dense", "topk-row:0.1", "topk-columns:0.1", "topk-columns:0.2:adam-touched", "sampled-row:0.1", "sampled-tensor:0.1", "sampled-examples:0.2",
    ];

    public string Name => "depth";

    public string Title => "Depth";

    public SectionReport Run(StudyContext context)
    {
        var size = context.Size;
        var runs = Runs.Select(StudyRun.Parse).ToList();
        var seeds = context.Options.SeedsOr(1);
        var epochs = context.Options.Epochs ?? size.DepthEpochs;
        var limit = context.Options.Limit(size.DepthSeconds);
        var byDepth = size.Depths.Select(depth => (Depth: depth, Outcomes: new Contest(context.Data, context.Scale, new ContestPlan
        {
            Name = $"{Name} {depth}",
            Runs = runs,
            Seeds = seeds,
            Hidden = size.DepthHidden,
            Layers = depth,
            Epochs = epochs,
            LooksPerEpoch = 2,
            Limit = limit * ((double)depth / size.Depths.Sum()),
        }, context.Say).Run())).ToList();
        return new SectionReport
        {
            Name = Name,
            Title = Title,
            Text = $"Networks of {string.Join(", ", size.Depths)} hidden layers of {size.DepthHidden}, a sparsity point behind each, Adam 0.001, {StudyText.Count(epochs, "epoch")}, {StudyText.Seeds(seeds)}.",
            Tables = [.. byDepth.Select(found => OutcomeTable.Of($"{found.Depth} hidden layers", found.Outcomes))],
            Charts =
            [
                new StudyChart(
                    "depth-accuracy", "Test accuracy by depth", "hidden layers", "test accuracy, %",
                    [.. runs.Select((run, i) => new StudySeries(run.Name, [.. byDepth.Select(found => (double)found.Depth)], [.. byDepth.Select(found => found.Outcomes[i].Accuracy)]))],
                    "Each layer's selection works on what the selection above it left: biased ones lose more with each layer."),
            ],
        };
    }
}
