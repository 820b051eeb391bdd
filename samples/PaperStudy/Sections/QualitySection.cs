using PaperStudy.Reporting;
using PaperStudy.Training;

namespace PaperStudy.Sections;

/// <summary>How soon each policy reaches what the dense run reaches: the question that counts.</summary>
internal sealed class QualitySection : IStudySection
{
    // The dense run has the optimizer, rate and batch that served it best of those that were tried (docs/study.md), and the others' settings were chosen for them: one for all layers and
    // steps. A larger batch halves what the optimizer takes for an image, which a sparse step feels more than a dense one, and a falling rate brings a run that ends sooner to its best
    // sooner: dense runs with that batch, and with fewer epochs, take part too. Rare large entries of a sample stay in a long second moment: it is shorter where few are drawn.
    private static readonly string[] Chosen =
    [
        "dense:1:adam:0.0005", "dense:1:adam:0.0007:64:4", "dense:1:adam@0.98:0.0007:128", "sampled-tensor:0.1:adam:0.0005",
        "sampled-tensor:0.05:adam@0.98:0.001:128", "sampled-falling:0.08:adam@0.98:0.001:128", "sampled-falling:0.11:adam@0.98:0.0015:256", "topk-columns-bias:0.2:adam-touched:0.0005",
    ];

    public string Name => "quality";

    public string Title => "Time to the dense run's quality";

    public SectionReport Run(StudyContext context)
    {
        var size = context.Size;
        var plan = new ContestPlan
        {
            Name = Name,
            Runs = context.Options.Runs ?? [.. Chosen.Select(StudyRun.Parse)],
            Seeds = context.Options.SeedsOr(size.QualitySeeds),
            Hidden = size.QualityHidden,
            Layers = size.QualityLayers,
            RateFalls = true,
            LooksPerEpoch = 3,
            Epochs = context.Options.Epochs ?? size.QualityEpochs,
            Limit = context.Options.Limit(size.QualitySeconds),
        };
        var outcomes = new Contest(context.Data, context.Scale, plan, context.Say).Run();
        var network = $"784-{string.Concat(Enumerable.Repeat($"{plan.Hidden}-", plan.Layers))}10";
        return new SectionReport
        {
            Name = Name,
            Title = Title,
            Text = $"A network {network} on {context.Data.Name}, batch {StudyRun.DefaultBatch} unless a run says otherwise, {StudyText.Count(plan.Epochs, "epoch")}, {StudyText.Seeds(plan.Seeds)}; the learning rates fall in a straight line to nothing. Sparsity points behind all hidden layers, one setting for the whole run, no setting for single layers. Policies that keep whole columns let only those rows of the weights step that got a gradient (\"touched\").",
            Tables = [OutcomeTable.Of($"{network}, batch {StudyRun.DefaultBatch}", outcomes)],
            Charts = OutcomeTable.Charts(Name, network, outcomes, "A line that is left of the dense one at the height of the target wins. Curves are means over seeds and go up and down by some tenths of a point, so crossings that close are luck."),
        };
    }
}
