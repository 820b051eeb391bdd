using SparseDiff;

namespace Samples.Language;

/// <summary>The whole of a program that trains language models: read the text, train the policies side by side, let them write, report.</summary>
internal static class LanguageJob
{
    private const int QuickTrain = 200_000;
    private const int TestTokens = 16_384;
    private const int QuickTestTokens = 2048;
    private const int SampleTokens = 240;

    public static int Run(LanguageOptions options, ILanguageProgram program)
    {
        var screen = Screen<ILanguageView>.Open(static output => new PlainLanguageView(output), static console => new LiveLanguageView(console));
        try
        {
            var machine = Machine.Of(options.Device, options.DenseBackend);
            var corpus = CorpusReader.Read(options.Text, RepositoryRoot.Find(), program.Extensions, screen.Say);
            if (options.Quick) corpus = corpus.Take(QuickTrain, QuickTrain);
            var vocabulary = program.VocabularyOf(corpus);
            screen.Say($"{corpus.Origin}: {corpus.Train.Length} characters to train on, {corpus.HeldOut.Length} held out, {vocabulary.Size} tokens");
            var runs = options.Seeds.SelectMany(seed => Train(options, program, corpus, vocabulary, seed, machine, screen)).ToList();
            var report = Sum(options, program, corpus, vocabulary, machine, runs);
            screen.Show(LanguageTables.Results(report, screen.IsPlain));
            screen.Show(LanguageTables.Samples(report, screen.IsPlain));
            screen.Say($"Report: {RepositoryRoot.Shown(LanguageReportFile.Write(report, options.Output))}");
            return ExitCode.Success;
        }
        catch (Exception error) when (error is TrainingException or CheckpointException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(error.Message);
            return ExitCode.Failure;
        }
    }

    private static IEnumerable<LanguageRunReport> Train(
        LanguageOptions options, ILanguageProgram program, Corpus corpus, IVocabulary vocabulary, int seed, Machine machine, Screen<ILanguageView> screen)
    {
        var testBatches = Math.Max(1, (options.Quick ? QuickTestTokens : TestTokens) / (options.Batch * options.Context));
        var course = new LanguageCourse(options.Steps, options.Rate, testBatches);
        var train = new Windows(vocabulary.Encode(corpus.Train), options.Batch, options.Context);
        var heldOut = new Windows(vocabulary.Encode(corpus.HeldOut), options.Batch, options.Context);
        var runs = program.Trainees(options, vocabulary, seed, machine.Device, screen.Say).Select(trainee => new LanguageRun(trainee, seed, course)).ToList();
        Resume(options, runs, screen.Say);
        if (options.Save is not null) Directory.CreateDirectory(options.Save);
        screen.View.Watch(runs, course, () => new LanguageRace(course, train, heldOut, runs, screen.View).Run(options.Save));
        foreach (var run in runs) run.Write(vocabulary, "\n", options.Context, SampleTokens);
        var dense = runs.FirstOrDefault(run => run.Trainee.Name == "dense");
        return runs.Select(run => LanguageRunReport.Of(run, dense));
    }

    private static void Resume(LanguageOptions options, List<LanguageRun> runs, Action<string> say)
    {
        if (options.Resume is null) return;
        foreach (var run in runs)
        {
            run.Resume(run.CheckpointIn(options.Resume));
            if (run.Step >= options.Steps) throw new TrainingException($"--resume: {run.Trainee.Name} has made {run.Step} steps already; --steps must be more.");
            say($"{run.Trainee.Name} goes on after step {run.Step}");
        }
    }

    private static LanguageReport Sum(
        LanguageOptions options, ILanguageProgram program, Corpus corpus, IVocabulary vocabulary, Machine machine, IReadOnlyList<LanguageRunReport> runs) => new()
        {
            Text = corpus.Origin,
            TrainTokens = vocabulary.Encode(corpus.Train).Length,
            HeldOutTokens = vocabulary.Encode(corpus.HeldOut).Length,
            Vocabulary = vocabulary.Size,
            Model = program.Model,
            Batch = options.Batch,
            Context = options.Context,
            Steps = options.Steps,
            LearningRate = Math.Round(options.Rate, 9),
            Environment = EnvironmentReport.Here(machine.Device.Name, machine.DenseBackend),
            Runs = runs,
        };
}
