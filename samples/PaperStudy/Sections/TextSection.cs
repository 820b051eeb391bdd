using CharLm;
using PaperStudy.Reporting;
using PaperStudy.Training;
using Samples.Language;
using SparseDiff;

namespace PaperStudy.Sections;

/// <summary>Whether what holds for small networks on images holds for models of text: an LSTM, whose errors add up over time, and a GPT.</summary>
internal sealed class TextSection : IStudySection
{
    private const int QuickText = 200_000;
    private const double Tolerance = 0.05;

    private static readonly (string Policy, float Ratio)[] Kept = [("dense", 1), ("topk", 0.1f), ("topk", 0.25f), ("sampled", 0.1f), ("sampled", 0.25f), ("sampled", 0.5f)];

    public string Name => "text";

    public string Title => "An LSTM and a GPT on text";

    public SectionReport Run(StudyContext context)
    {
        var size = context.Size;
        var corpus = CorpusReader.Read(context.Options.Text, RepositoryRoot.Find(), [".cs", ".md"], context.Say);
        if (size.Train < 60_000) corpus = corpus.Take(QuickText, QuickText);
        var vocabulary = Characters.Of(corpus.Train);
        var seed = context.Options.SeedsOr(1)[0];
        var lstm = Race("lstm", options => policy => LstmTrainees.Of(policy, new Lstm(vocabulary.Size, size.TextWidth / 2, size.TextWidth, seed), options, Device.Cpu));
        var gpt = Race("gpt", options => policy => GptTrainees.Of(policy, new Gpt(vocabulary.Size, size.TextContext, size.TextWidth, Math.Max(1, size.TextWidth / 64), 4, seed), options, Device.Cpu));
        return new SectionReport
        {
            Name = Name,
            Title = Title,
            Text = $"Characters of {corpus.Origin}. An LSTM of {size.TextWidth}, points behind both layers of its gates, and a GPT of 4 blocks of {size.TextWidth}, points behind every linear layer of the blocks; AdamW 0.003 with warm-up and half a cosine, batch {size.TextBatch}, context {size.TextContext}, seed {seed}. \"topk\" keeps the largest entries of each example (meProp), \"sampled\" draws entries of the batch by magnitude.",
            Tables = [Table("LSTM", lstm), Table("GPT", gpt)],
            Charts = [.. Charts("lstm", "LSTM", lstm), .. Charts("gpt", "GPT", gpt)],
        };

        List<LanguageRun> Race(string model, Func<LanguageOptions, Func<string, ILanguageTrainee>> trainees)
        {
            var course = new LanguageCourse(size.TextSteps, Rate: 3e-3f, TestBatches: Math.Max(1, 4096 / (size.TextBatch * size.TextContext)));
            var runs = Kept.Select(kept => new LanguageRun(trainees(Options(kept.Ratio))(kept.Policy), seed, course)).ToList();
            var train = new Windows(vocabulary.Encode(corpus.Train), size.TextBatch, size.TextContext);
            var heldOut = new Windows(vocabulary.Encode(corpus.HeldOut), size.TextBatch, size.TextContext);
            new TextContest(model, course, train, heldOut, runs, context.Options.Limit(size.TextSeconds / 2), context.Say).Run();
            return runs;
        }

        LanguageOptions Options(float ratio) => new()
        {
            Steps = size.TextSteps,
            Batch = size.TextBatch,
            Context = size.TextContext,
            Rate = 3e-3f,
            Policies = [],
            Ratio = ratio,
            Seeds = [seed],
            Text = null,
            Quick = false,
            Device = DeviceKind.Cpu,
            DenseBackend = DenseBackendKind.Auto,
            Output = "",
            Save = null,
            Resume = null,
        };
    }

    private static StudyTable Table(string title, List<LanguageRun> runs)
    {
        var times = runs.Select(run => run.Clock.Median(LanguageCourse.ColdSteps)).ToList();
        var dense = runs[0].Curve;
        var target = dense.Count == 0 ? double.NaN : dense[^1].HeldOutLoss + Tolerance;
        return new StudyTable(
            title,
            ["run", "steps", "held-out nats per character", "forward ms", "backward ms", "step ms", "backward, times as fast", "step, times as fast", "seconds to target", "sooner than dense"],
            [.. runs.Select((run, i) => (IReadOnlyList<Cell>)
            [
                NameOf(run),
                Cell.Of(run.Step, "0"),
                Cell.Of(run.Curve.Count == 0 ? null : run.Curve[^1].HeldOutLoss, "0.000", "diverged"),
                Cell.Of(times[i].Forward, "0.0"),
                Cell.Of(times[i].Backward, "0.0"),
                Cell.Of(times[i].Step, "0.0"),
                Cell.Of(times[0].Backward / times[i].Backward, "0.00"),
                Cell.Of(times[0].Step / times[i].Step, "0.00"),
                Cell.Of(SecondsTo(run, target), "0.0", "not reached"),
                Cell.Of(SecondsTo(runs[0], target) / SecondsTo(run, target), "0.00"),
            ])],
            FormattableString.Invariant($"Target: {target:0.000} nats, the dense run's last held-out loss and {Tolerance} more, at the first look that has it."));
    }

    private static double? SecondsTo(LanguageRun run, double target) => run.Curve.FirstOrDefault(point => point.HeldOutLoss <= target)?.Seconds;

    private static IEnumerable<StudyChart> Charts(string name, string title, List<LanguageRun> runs) =>
    [
        new StudyChart(name + "-steps", $"{title}: held-out loss over steps", "steps", "nats per character", [.. runs.Select(run => new StudySeries(NameOf(run), [.. run.Curve.Select(point => (double)point.Step)], [.. run.Curve.Select(point => point.HeldOutLoss)]))], "What a policy loses for each step."),
        new StudyChart(name + "-seconds", $"{title}: held-out loss over time", "seconds of own training steps", "nats per character", [.. runs.Select(run => new StudySeries(NameOf(run), [.. run.Curve.Select(point => point.Seconds)], [.. run.Curve.Select(point => point.HeldOutLoss)]))], "The same runs over their own time: a sparse run wins where its line is below the dense one."),
    ];

    private static string NameOf(LanguageRun run) => run.Trainee.Name == "dense" ? "dense" : FormattableString.Invariant($"{run.Trainee.Name} {100 * run.Trainee.Ratio:0} %");
}
