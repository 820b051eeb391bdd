using PaperStudy.Policies;
using PaperStudy.Reporting;
using PaperStudy.Training;

namespace PaperStudy.Sections;

/// <summary>What every policy does to accuracy and to the backward pass, by how much it keeps: meProp's tables with all that came after.</summary>
internal sealed class PolicySection : IStudySection
{
    public string Name => "policies";

    public string Title => "Every policy by its budget";

    public SectionReport Run(StudyContext context)
    {
        var size = context.Size;
        var dense = StudyRun.Parse("dense");
        var others = Contenders.All.Where(contender => contender is { IsDense: false, FollowsRate: false }).ToList();
        var plan = new ContestPlan
        {
            Name = Name,
            Runs = [dense, .. others.SelectMany(contender => (contender.TakesRatio ? size.Ratios : [1]).Select(ratio => dense with { Contender = contender, Ratio = ratio }))],
            Seeds = context.Options.SeedsOr(1),
            Hidden = size.PolicyHidden,
            Layers = 2,
            Epochs = context.Options.Epochs ?? size.PolicyEpochs,
            LooksPerEpoch = 2,
            Limit = context.Options.Limit(size.PolicySeconds),
        };
        var outcomes = new Contest(context.Data, context.Scale, plan, context.Say).Run();
        var network = $"784-{plan.Hidden}-{plan.Hidden}-10";
        return new SectionReport
        {
            Name = Name,
            Title = Title,
            Text = $"The smaller network {network}, Adam 0.001 for all, batch {StudyRun.DefaultBatch}, {StudyText.Count(plan.Epochs, "epoch")}, {StudyText.Seeds(plan.Seeds)}: the same setting for every policy, winners and losers.",
            Tables = [OutcomeTable.Of($"{network}, Adam 0.001", outcomes), .. Legend(others)],
            Charts =
            [
                Chart("policies-accuracy", "Test accuracy by share kept", "test accuracy, %", outcome => outcome.Accuracy, "Compare at equal shares, which leaves out the policies whose share is one of energy or variance: which policy loses least changes with the share, and one seed moves by half a point and more in a short training."),
                Chart("policies-backward", "Backward pass by share kept", "times as fast as dense", outcome => outcomes[0].Times.Backward / outcome.Times.Backward, "Slices (columns, examples) become small dense products; single entries need gathers, and their selection costs more. An update has a dense backward pass."),
            ],
        };

        StudyChart Chart(string name, string title, string axis, Func<RunOutcome, double> y, string caption) => new(
            name, title, "share kept, %", axis,
            [
                .. others.Where(contender => contender is { TakesRatio: true, KeepsShare: true }).Select(contender => outcomes.Where(outcome => outcome.Run.Contender == contender && !outcome.Failed).ToList())
                    .Where(found => found.Count > 0)
                    .Select(found => new StudySeries(found[0].Run.Contender.Name, [.. found.Select(outcome => 100.0 * outcome.Run.Ratio)], [.. found.Select(y)])),
                new StudySeries("dense", [0.9 * 100 * size.Ratios[0], 1.1 * 100 * size.Ratios[^1]], [y(outcomes[0]), y(outcomes[0])], Dashed: true),
            ],
            caption);
    }

    private static IEnumerable<StudyTable> Legend(IEnumerable<Contender> contenders) =>
    [
        new StudyTable("What the names mean", ["policy", "keeps", "what travels"], [.. contenders.Select(contender => (IReadOnlyList<Cell>)[contender.Name, contender.Title, contender.Format])]),
    ];
}
