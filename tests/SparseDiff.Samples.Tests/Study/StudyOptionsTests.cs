using PaperStudy.Options;
using PaperStudy.Sections;
using PaperStudy.Training;

namespace SparseDiff.Samples.Tests.Study;

public sealed class StudyOptionsTests
{
    [Fact]
    public void Without_options_all_sections_run_within_their_limits()
    {
        var options = Parse();
        Assert.Equal(StudySections.All.Select(section => section.Name), options.Sections);
        Assert.Equal(new StudySize().QualityEpochs, options.Size.QualityEpochs);
        Assert.Equal(TimeSpan.FromSeconds(3), options.Limit(3));
        Assert.Equal([1, 2], options.SeedsOr(2));
    }

    [Fact]
    public void What_is_asked_for_is_done_to_the_end()
    {
        var options = Parse("--quick", "--seeds", "4", "5", "--epochs", "7", "--section", "depth", "quality", "--hidden", "64", "--layers", "3", "--runs", "dense:1:sgd:0.1", "topk-row:0.05");
        Assert.Equal(["quality", "depth"], options.Sections);
        Assert.Equal((64, 3, 7), (options.Size.QualityHidden, options.Size.QualityLayers, options.Epochs!.Value));
        Assert.Equal([4, 5], options.SeedsOr(3));
        Assert.Null(options.Limit(3));
        Assert.Equal(["dense, sgd 0.1", "topk-row 5 %, adam 0.001"], options.Runs!.Select(run => run.FullName));
    }

    [Theory]
    [InlineData("--section", "everything", "selection")]
    [InlineData("--epochs", "0", "at least 1")]
    [InlineData("--hidden", "0", "at least 1")]
    [InlineData("--layers", "0", "at least 1")]
    [InlineData("--seeds", "x", "x")]
    [InlineData("--runs", "topk-diagonal", "topk-row")]
    [InlineData("--runs", "topk-row:1.5", "0 to 1")]
    [InlineData("--runs", "topk-row:0.1:lion", "momentum")]
    [InlineData("--runs", "topk-row:0.1:sgd@0.9", "only Adam")]
    [InlineData("--runs", "topk-row:0.1:adam@1", "below 1")]
    [InlineData("--runs", "topk-row:0.1:adam@fast", "second moment")]
    [InlineData("--runs", "topk-row:0.1:sgd:fast", "learning rate")]
    [InlineData("--runs", "topk-row:0.1:sgd:0.1:5", "the batch must be one of")]
    [InlineData("--runs", "topk-row:0.1:sgd:0.1:64:1:1", "policy:ratio:optimizer:rate:batch:epochs")]
    [InlineData("--runs", "topk-row:0.1:sgd:0.1:64:0", "number of epochs")]
    [InlineData("--run", "dense", "--run")]
    public void A_bad_option_runs_nothing_and_says_why(string option, string value, string reason)
    {
        using var errors = new StringWriter();
        var code = new CommandLine().Run([option, value], errors, _ => throw new InvalidOperationException("The job ran."));
        Assert.Equal(ExitCode.BadOptions, code);
        Assert.Contains(reason, errors.ToString(), StringComparison.Ordinal);
        Assert.Contains(option, errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_may_choose_the_decay_of_the_second_moment()
    {
        var run = StudyRun.Parse("sampled-tensor:0.1:adam-touched@0.98:0.001:128:4.5");
        Assert.Equal(0.98f, Assert.IsType<Adam>(run.NewOptimizer()).Beta2);
        Assert.Equal("sampled-tensor 10 %, adam-touched (β₂ 0.98) 0.001, batch 128, 4.5 epochs", run.FullName);
        Assert.Equal(new Adam().Beta2, Assert.IsType<Adam>(StudyRun.Parse("dense").NewOptimizer()).Beta2);
    }

    private static StudyOptions Parse(params string[] arguments)
    {
        StudyOptions? options = null;
        using var errors = new StringWriter();
        new CommandLine().Run(arguments, errors, parsed =>
        {
            options = parsed;
            return ExitCode.Success;
        });
        Assert.Equal("", errors.ToString());
        return options!;
    }
}
