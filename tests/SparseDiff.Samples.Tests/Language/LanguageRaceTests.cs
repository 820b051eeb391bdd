using System.Text.Json;
using Samples.Language;

namespace SparseDiff.Samples.Tests.Language;

public sealed class LanguageRaceTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void All_runs_see_the_same_batches_and_take_every_step()
    {
        var (a, b) = (new FakeLanguageTrainee("dense"), new FakeLanguageTrainee("sampled"));
        var runs = Race(steps: 23, save: null, resume: false, a, b);
        Assert.Equal(23, a.FirstTokens.Count);
        Assert.Equal(a.FirstTokens, b.FirstTokens);
        Assert.Equal([14, 15], a.Settled); // Where phases are measured.
        Assert.All(runs, run => Assert.Equal([5, 10, 15, 20, 23], run.Curve.Select(point => (int)point.Step)));
        Assert.All(runs, run => Assert.Equal((2, 3), (run.Curve[^1].TrainLoss, run.Curve[^1].HeldOutLoss)));
    }

    [Fact]
    public void A_resumed_run_sees_the_batches_and_rates_that_it_would_have_seen()
    {
        var whole = new FakeLanguageTrainee("dense");
        Race(steps: 23, save: _directory.File("."), resume: false, whole);
        File.WriteAllText(_directory.File("dense-seed7.safetensors"), "10");
        var resumed = new FakeLanguageTrainee("dense");
        var run = Assert.Single(Race(steps: 23, save: null, resume: true, resumed));
        Assert.Equal(whole.FirstTokens.Skip(10), resumed.FirstTokens);
        Assert.Equal(whole.Rates.Skip(10), resumed.Rates);
        Assert.Equal([15, 20, 23], run.Curve.Select(point => (int)point.Step));
    }

    [Fact]
    public void A_checkpoint_is_saved_at_every_look()
    {
        Race(steps: 12, save: _directory.File("."), resume: false, new FakeLanguageTrainee("dense"));
        Assert.Equal("12", File.ReadAllText(_directory.File("dense-seed7.safetensors")));
    }

    [Fact]
    public void A_loss_that_is_no_number_ends_the_race() =>
        Assert.Contains("dense, seed 7, step 0", Assert.Throws<TrainingException>(
            () => Race(steps: 5, save: null, resume: false, new FakeLanguageTrainee("dense") { NextLoss = float.NaN })).Message, StringComparison.Ordinal);

    [Fact]
    public void The_learning_rate_goes_up_and_comes_down_to_a_tenth()
    {
        var course = new LanguageCourse(1000, 0.01f, 1);
        Assert.Equal(0.01f / 50, course.RateAt(0), 1e-6f);
        Assert.Equal(0.01f, course.RateAt(49), 1e-6f);
        Assert.True(course.RateAt(500) < 0.01f);
        Assert.Equal(0.001f, course.RateAt(1000), 1e-6f);
        Assert.True(float.IsFinite(new LanguageCourse(1, 0.01f, 1).RateAt(0)));
    }

    [Fact]
    public void The_report_has_times_losses_and_samples_and_the_tables_show_them()
    {
        var runs = Race(steps: 12, save: null, resume: false, new FakeLanguageTrainee("dense"), new FakeLanguageTrainee("sampled"));
        foreach (var run in runs) run.Write(new Characters(string.Concat(Enumerable.Range(0, 1000).Select(i => (char)i))), "\u0001", 8, 30);
        var report = new LanguageReport
        {
            Text = "text",
            TrainTokens = 1,
            HeldOutTokens = 2,
            Vocabulary = 3,
            Model = "none",
            Batch = 2,
            Context = 8,
            Steps = 12,
            LearningRate = 0.01,
            Environment = EnvironmentReport.Here("cpu", "managed"),
            Runs = [.. runs.Select(run => LanguageRunReport.Of(run, runs[0]))],
        };
        using var json = JsonDocument.Parse(File.ReadAllText(LanguageReportFile.Write(report, _directory.File("out"))));
        var first = json.RootElement.GetProperty("runs")[0];
        Assert.Equal(("dense", 3, 30), (first.GetProperty("policy").GetString(), first.GetProperty("heldOutLoss").GetDouble(), first.GetProperty("sample").GetString()!.Length));
        using var output = new StringWriter();
        var screen = Screen<object>.Plain(output, static _ => new object());
        screen.Show(LanguageTables.Results(report, screen.IsPlain));
        screen.Show(LanguageTables.Samples(report, screen.IsPlain));
        Assert.Contains("| sampled | 7", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("sampled writes", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output.ToString());
    }

    public void Dispose() => _directory.Dispose();

    private List<LanguageRun> Race(int steps, string? save, bool resume, params FakeLanguageTrainee[] trainees)
    {
        var course = new LanguageCourse(steps, 0.01f, TestBatches: 2);
        var runs = trainees.Select(trainee => new LanguageRun(trainee, seed: 7, course)).ToList();
        if (resume) runs.ForEach(run => run.Resume(run.CheckpointIn(_directory.File("."))));
        var view = new PlainLanguageView(TextWriter.Null);
        var tokens = Enumerable.Range(0, 1000).ToArray();
        view.Watch(runs, course, () => new LanguageRace(course, new Windows(tokens, 2, 8), new Windows(tokens, 2, 8), runs, view).Run(save));
        return runs;
    }
}
