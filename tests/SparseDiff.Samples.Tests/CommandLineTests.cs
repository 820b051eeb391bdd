using FashionMnist.Options;
using FashionMnist.Reporting;

namespace SparseDiff.Samples.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void Without_options_the_published_comparison_is_run()
    {
        var options = Parse();
        Assert.Equal((5, 64, 512, 2), (options.Epochs, options.Batch, options.Hidden, options.Layers));
        Assert.Equal(["dense", "topk", "sampled"], options.Policies.Select(policy => policy.Name));
        Assert.Equal([1f, 0.05f, 0.10f], options.Policies.Select(policy => policy.RatioFor(options.Ratio)));
        Assert.Equal((OptimizerKind.Adam, 1e-3f), (options.Optimizer, options.LearningRate));
        Assert.Equal([1], options.Seeds);
        Assert.False(options.Quick);
    }

    [Fact]
    public void Options_change_what_is_run()
    {
        var options = Parse("--epochs", "2", "--policy", "topk", "dense", "--ratio", "0.2", "--seed", "1", "2", "2", "--optimizer", "sgd", "--quick");
        Assert.Equal(2, options.Epochs);
        Assert.Equal(["dense", "topk"], options.Policies.Select(policy => policy.Name));
        Assert.Equal([1f, 0.2f], options.Policies.Select(policy => policy.RatioFor(options.Ratio)));
        Assert.Equal([1, 2], options.Seeds);
        Assert.Equal((OptimizerKind.Sgd, 0.1f), (options.Optimizer, options.LearningRate));
    }

    [Fact]
    public void A_quick_run_has_one_epoch() => Assert.Equal(1, Parse("--quick").Epochs);

    [Theory]
    [InlineData("--ratio", "1.5", "0 to 1")]
    [InlineData("--ratio", "-0.1", "0 to 1")]
    [InlineData("--ratio", "NaN", "0 to 1")]
    [InlineData("--ratio", "much", "much")]
    [InlineData("--batch", "0", "at least 1")]
    [InlineData("--epochs", "0", "at least 1")]
    [InlineData("--hidden", "-5", "at least 1")]
    [InlineData("--model", "rnn", "cnn")]
    [InlineData("--layers", "4", "1 to 3")]
    [InlineData("--layers", "0", "1 to 3")]
    [InlineData("--lr", "0", "positive")]
    [InlineData("--lr", "Infinity", "positive")]
    [InlineData("--policy", "random", "random")]
    [InlineData("--optimizer", "lion", "lion")]
    [InlineData("--device", "tpu", "tpu")]
    [InlineData("--dense-backend", "mkl", "mkl")]
    [InlineData("--seed", "x", "x")]
    [InlineData("--epoch", "5", "--epoch")]
    public void A_bad_option_runs_nothing_and_says_why(string option, string value, string reason)
    {
        using var errors = new StringWriter();
        var code = new CommandLine().Run([option, value], errors, _ => throw new InvalidOperationException("The job ran."));
        Assert.Equal(ExitCode.BadOptions, code);
        Assert.Contains(reason, errors.ToString(), StringComparison.Ordinal);
        Assert.Contains(option, errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--hidden", "512")]
    [InlineData("--layers", "2")]
    public void The_convolutional_network_has_no_sizes_to_choose(string option, string value)
    {
        Assert.Equal(ModelKind.Cnn, Parse("--model", "cnn").Model);
        using var errors = new StringWriter();
        var code = new CommandLine().Run(["--model", "cnn", option, value], errors, _ => throw new InvalidOperationException("The job ran."));
        Assert.Equal(ExitCode.BadOptions, code);
        Assert.Contains($"{option} is of --model mlp", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_option_reaches_the_job()
    {
        var options = Parse(
            "--epochs", "7", "--batch", "32", "--model", "mlp", "--hidden", "96", "--layers", "3", "--ratio", "0.25", "--policy", "sampled", "--optimizer", "adamw",
            "--lr", "0.01", "--seed", "4", "--data", "some/where", "--device", "gpu", "--dense-backend", "managed", "--output", "else/where");
        Assert.Equal((7, 32, ModelKind.Mlp, 96, 3), (options.Epochs, options.Batch, options.Model, options.Hidden, options.Layers));
        Assert.Equal((0.25f, "sampled", OptimizerKind.AdamW, 0.01f), (options.Ratio, Assert.Single(options.Policies).Name, options.Optimizer, options.LearningRate));
        Assert.Equal((4, "some/where", DeviceKind.Gpu, DenseBackendKind.Managed), (Assert.Single(options.Seeds), options.Data, options.Device, options.DenseBackend));
        Assert.Equal(("else/where", false), (options.Output, options.Quick));
    }

    [Theory]
    [InlineData("Mlp.SampledLoss")]
    [InlineData("Mlp.TopKLoss", "--policy", "dense", "topk")]
    [InlineData("DeepMlp.Loss", "--layers", "3", "--policy", "dense")]
    [InlineData("ShallowMlp.SampledLoss", "--layers", "1")]
    [InlineData("Cnn.SampledLoss", "--model", "cnn")]
    public void The_generated_code_that_is_pointed_at_is_that_of_the_network(string method, params string[] arguments) =>
        Assert.Contains($"FashionMnist.{method}.g.cs", GeneratedCode.Describe(Parse(arguments)), StringComparison.Ordinal);

    [Theory]
    [InlineData("--epochs")]
    [InlineData("--data")]
    [InlineData("--policy")]
    public void An_option_without_its_value_runs_nothing(string option)
    {
        using var errors = new StringWriter();
        Assert.Equal(ExitCode.BadOptions, new CommandLine().Run([option], errors, _ => throw new InvalidOperationException("The job ran.")));
        Assert.Contains(option, errors.ToString(), StringComparison.Ordinal);
    }

    private static TrainingOptions Parse(params string[] arguments)
    {
        TrainingOptions? options = null;
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
