using System.Text.Json;
using FashionMnist;
using FashionMnist.Options;
using FashionMnist.Reporting;

namespace SparseDiff.Samples.Tests;

public sealed class JobTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    [InlineData("3")]
    public void Every_depth_trains_with_every_policy(string layers)
    {
        WriteShapes(train: 1500, test: 300);
        Assert.Equal(ExitCode.Success, Run("--layers", layers, "--hidden", "32", "--batch", "20", "--epochs", "2", "--lr", "0.003", "--ratio", "0.25"));
        using var json = JsonDocument.Parse(File.ReadAllText(_directory.File($"out/{ReportFile.Name}")));
        var runs = json.RootElement.GetProperty("runs").EnumerateArray().ToList();
        Assert.Equal(["dense", "topk", "sampled"], runs.Select(run => run.GetProperty("policy").GetString()));
        Assert.All(runs, run =>
        {
            var losses = run.GetProperty("curve").EnumerateArray().Select(point => point.GetProperty("trainLoss").GetDouble()).ToList();
            Assert.True(losses[^1] < losses[0], $"{run.GetProperty("policy")}: {string.Join(", ", losses)}");
        });
        Assert.True(File.Exists(_directory.File($"out/{Chart.Name}")));
        Assert.Equal("adam", json.RootElement.GetProperty("optimizer").GetString());
    }

    [Fact]
    public void More_epochs_than_a_run_may_have_are_refused_before_it_begins()
    {
        WriteShapes(train: 200, test: 50);
        Assert.Equal(ExitCode.Failure, Run("--batch", "10", "--epochs", "2000000000"));
        Assert.False(File.Exists(_directory.File($"out/{ReportFile.Name}")));
    }

    [Fact]
    public void The_convolutional_network_trains_with_every_policy()
    {
        WriteShapes(train: 300, test: 50);
        Assert.Equal(ExitCode.Success, Run("--model", "cnn", "--batch", "20", "--epochs", "2", "--ratio", "0.25"));
        using var json = JsonDocument.Parse(File.ReadAllText(_directory.File($"out/{ReportFile.Name}")));
        Assert.Equal("conv 32, conv 64, dense 128", json.RootElement.GetProperty("model").GetString());
        var runs = json.RootElement.GetProperty("runs").EnumerateArray().ToList();
        Assert.Equal(["dense", "topk", "sampled"], runs.Select(run => run.GetProperty("policy").GetString()));
        Assert.All(runs, run =>
        {
            var losses = run.GetProperty("curve").EnumerateArray().Select(point => point.GetProperty("trainLoss").GetDouble()).ToList();
            Assert.True(losses[^1] < losses[0], $"{run.GetProperty("policy")}: {string.Join(", ", losses)}");
        });
    }

    [Fact]
    public void Policies_begin_with_the_same_weights_and_at_ratio_1_take_the_same_steps()
    {
        WriteShapes(train: 400, test: 100);
        Assert.Equal(ExitCode.Success, Run("--hidden", "16", "--batch", "20", "--epochs", "1", "--ratio", "1"));
        using var json = JsonDocument.Parse(File.ReadAllText(_directory.File($"out/{ReportFile.Name}")));
        var losses = json.RootElement.GetProperty("runs").EnumerateArray()
            .Select(run => run.GetProperty("curve").EnumerateArray().Last().GetProperty("trainLoss").GetDouble()).ToList();
        Assert.Equal(losses[0], losses[1], 1e-3);
        Assert.Equal(losses[0], losses[2], 1e-3);
    }

    [Theory]
    [InlineData("--optimizer", "adamw")]
    [InlineData("--optimizer", "sgd")]
    [InlineData("--dense-backend", "managed")]
    public void Other_choices_train_too(string option, string value)
    {
        WriteShapes(train: 200, test: 50);
        Assert.Equal(ExitCode.Success, Run("--hidden", "16", "--batch", "20", "--epochs", "1", "--policy", "sampled", option, value));
    }

    [Fact]
    public void Wrong_data_end_the_job_before_anything_is_written()
    {
        WriteShapes(train: 20, test: 10);
        File.WriteAllBytes(_directory.File($"data/{FashionMnist.Data.IdxDirectory.TrainLabels}"), [1, 2, 3]);
        Assert.Equal(ExitCode.Failure, Run("--batch", "10"));
        Assert.False(Directory.Exists(_directory.File("out")));
    }

    [Fact]
    public void A_batch_larger_than_the_data_is_refused()
    {
        WriteShapes(train: 20, test: 10);
        Assert.Equal(ExitCode.Failure, Run("--batch", "21"));
    }

    [Fact]
    public void A_network_larger_than_any_tensor_is_refused_without_a_report()
    {
        WriteShapes(train: 20, test: 10);
        Assert.Equal(ExitCode.Failure, Run("--batch", "10", "--hidden", "2000000000"));
        Assert.False(File.Exists(_directory.File($"out/{ReportFile.Name}")));
    }

    [Fact]
    public void Nowhere_to_write_is_found_before_the_training()
    {
        WriteShapes(train: 20, test: 10);
        File.WriteAllText(_directory.File("out"), "a file, not a folder");
        Assert.Equal(ExitCode.Failure, Run("--batch", "10", "--epochs", "1000000"));
        Assert.Equal("a file, not a folder", File.ReadAllText(_directory.File("out")));
        Assert.Contains("--output", Assert.Throws<TrainingException>(() => OutputFolder.Check(_directory.File("out"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_can_be_written_to_is_left_empty()
    {
        OutputFolder.Check(_directory.File("new/folder"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_directory.File("new/folder")));
    }

    public void Dispose() => _directory.Dispose();

    private int Run(params string[] arguments) => new CommandLine().Run(
        [.. arguments, "--data", _directory.File("data"), "--output", _directory.File("out")], TextWriter.Null, Job.Run);

    private void WriteShapes(int train, int test) =>
        IdxFiles.Write(_directory.File("data"), FashionMnist.Data.DrawnShapes.Draw(train, test, seed: 11));
}
