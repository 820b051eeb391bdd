using System.Text.Json;
using FashionMnist.Reporting;

namespace SparseDiff.Samples.Tests;

public sealed class ReportTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void The_file_has_what_its_readers_rely_on()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(ReportFile.Write(Runs.Report(), _directory.Path)));
        var root = json.RootElement;
        Assert.Equal("drawn shapes", root.GetProperty("dataset").GetString());
        Assert.Equal(86, root.GetProperty("target").GetDouble());
        Assert.Equal(Environment.ProcessorCount, root.GetProperty("environment").GetProperty("cores").GetInt32());
        foreach (var name in (string[])["processor", "denseBackend", "dotNet"])
        {
            Assert.False(string.IsNullOrEmpty(root.GetProperty("environment").GetProperty(name).GetString()));
        }

        Assert.Equal(["dense", "topk", "sampled"], root.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("policy").GetString()));
    }

    [Theory]
    [InlineData(0, "none", 1.0)]
    [InlineData(1, "row", 0.05)]
    [InlineData(2, "tensor", 0.1)]
    public void A_run_has_its_numbers(int index, string scope, double ratio)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(ReportFile.Write(Runs.Report(), _directory.Path)));
        var run = json.RootElement.GetProperty("runs")[index];
        Assert.Equal(scope, run.GetProperty("scope").GetString());
        Assert.Equal(ratio, run.GetProperty("ratio").GetDouble());
        Assert.Equal(5, run.GetProperty("seed").GetInt32());
        foreach (var name in (string[])["testAccuracy", "forwardMs", "backwardMs", "optimizerMs", "stepMs", "backwardSpeedup", "stepSpeedup", "allocatedBytesPerStep"])
        {
            Assert.Equal(JsonValueKind.Number, run.GetProperty(name).ValueKind);
        }

        var point = run.GetProperty("curve")[0];
        Assert.All((string[])["step", "epoch", "seconds", "trainLoss", "testAccuracy"], name => Assert.Equal(JsonValueKind.Number, point.GetProperty(name).ValueKind));
    }

    [Fact]
    public void Seconds_to_the_target_are_null_when_it_was_not_reached()
    {
        var runs = Runs.Report().Runs;
        Assert.NotNull(runs[0].SecondsToTarget);
        Assert.Null(runs[1].SecondsToTarget);
        using var json = JsonDocument.Parse(File.ReadAllText(ReportFile.Write(Runs.Report(), _directory.Path)));
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("runs")[1].GetProperty("secondsToTarget").ValueKind);
    }

    [Fact]
    public void Without_a_dense_run_there_are_no_speed_ups()
    {
        var entrants = Runs.Race(new PlainView(TextWriter.Null), new FakeTrainee(FashionMnist.Options.Policy.TopK));
        var run = RunReport.Of(entrants[0], dense: null);
        Assert.Null(run.BackwardSpeedup);
        Assert.Null(run.StepSpeedup);
    }

    [Fact]
    public void Seeds_are_averaged_and_a_target_missed_once_counts_as_missed()
    {
        var run = Runs.Report().Runs[0];
        var summary = Assert.Single(Summary.Of([run with { TestAccuracy = 80, SecondsToTarget = null }, run with { TestAccuracy = 90, SecondsToTarget = 2 }]));
        Assert.Equal((2, 85.0, 5.0), (summary.Seeds, summary.Accuracy, summary.AccuracyDeviation));
        Assert.Null(summary.SecondsToTarget);
    }

    [Fact]
    public void A_report_replaces_an_older_one_and_leaves_nothing_else()
    {
        ReportFile.Write(Runs.Report(), _directory.Path);
        ReportFile.Write(Runs.Report(), _directory.Path);
        Assert.Equal([ReportFile.Name], Directory.EnumerateFiles(_directory.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void The_chart_is_a_picture()
    {
        var bytes = File.ReadAllBytes(Chart.Write(Runs.Report(), _directory.Path));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], bytes[..4]);
        Assert.True(bytes.Length > 5_000);
    }

    public void Dispose() => _directory.Dispose();
}
