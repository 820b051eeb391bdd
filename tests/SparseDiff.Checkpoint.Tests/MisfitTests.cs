namespace SparseDiff.Tests.Checkpoints;

/// <summary>Whole, valid files that do not go with what they are loaded into.</summary>
public sealed class MisfitTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TrainingRun run = TrainingRun.Of("sampled", "adam");

    private string Path => folder.File("run.safetensors");

    [Theory]
    [InlineData("adamw", "The checkpoint has the state of Adam with first, second, but the optimizer is AdamW with first, second.")]
    [InlineData("sgd", "but the optimizer is Sgd.")]
    [InlineData("momentum", "but the optimizer is Sgd with momentum.")]
    public void Another_optimizer_is_refused(string optimizer, string message)
    {
        run.Train(1);
        run.Save(Path);
        Refused(message, TrainingRun.Of("sampled", optimizer, seed: 5));
    }

    [Fact]
    public void A_training_saved_without_optimizer_is_not_resumed_with_one_nor_the_other_way_round()
    {
        Checkpoint.Save(Path, run.Model);
        Refused("has no optimizer/kind", TrainingRun.Of("sampled", "adam", seed: 5));
        run.Train(1);
        run.Save(Path);
        Says.Error<CheckpointException>("nobody asked for 'optimizer/first/B1', ", () => Checkpoint.Load(Path, run.Model));
    }

    [Fact]
    public void An_optimizer_of_another_model_is_refused()
    {
        run.Train(1);
        Says.Error<ArgumentException>("state for one model", () => Checkpoint.Save(Path, new Net(1), run.Optimizer));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData("W2", "is [40, 41] of F32, but [40, 40] was expected", 40, 41)]
    [InlineData("W2", "is [1600] of F32, but [40, 40] was expected", 1600)]
    [InlineData("optimizer/second/W3", "is [3] of F32, but [5, 40] was expected", 3)]
    public void Another_shape_is_refused(string name, string message, params int[] shape)
    {
        run.Train(1);
        Rewrite(writer => writer.Add(name, Tensor.Zeros(shape)), without: name);
        Refused($"'{name}' {message}", TrainingRun.Of("sampled", "adam", seed: 5));
    }

    [Fact]
    public void A_missing_and_a_surplus_parameter_are_named()
    {
        run.Train(1);
        Rewrite(writer => writer.Add("W4", Tensor.Zeros(1)), without: "W2");
        Refused("It lacks 'W2'. It has 'W4', which the model has not.", TrainingRun.Of("sampled", "adam", seed: 5));
    }

    [Theory]
    [InlineData("optimizer/first/W2")]
    [InlineData("optimizer/second/W2")]
    public void Half_of_a_parameters_state_is_refused(string name)
    {
        run.Train(1);
        Rewrite(static _ => { }, without: name);
        Refused($"no tensor '{name}'", TrainingRun.Of("sampled", "adam", seed: 5));
    }

    [Theory]
    [InlineData("sparsediff/step", "x", "does not say its step")]
    [InlineData("sparsediff/version", "2", "is of version '2', but this library reads version 1")]
    [InlineData("sparsediff/optimizer/steps", "-1", "made -1 steps")]
    [InlineData("sparsediff/optimizer/steps", "99999999999", "made 99999999999 steps")]
    [InlineData("sparsediff/optimizer/steps", "1.5", "optimizer/steps is '1.5', but must be a whole number")]
    [InlineData("sparsediff/optimizer/learning_rate", "NaN", "at the learning rate NaN")]
    [InlineData("sparsediff/optimizer/learning_rate", "fast", "learning_rate is 'fast', but must be a number")]
    [InlineData("sparsediff/model/Sampled/draws", "many", "draws is 'many', but must be a whole number")]
    public void Numbers_that_make_no_sense_are_refused(string key, string text, string message)
    {
        run.Train(1);
        Rewrite(static _ => { }, key: key, text: text);
        Refused(message, TrainingRun.Of("sampled", "adam", seed: 5));
    }

    [Fact]
    public void A_file_of_parameters_is_no_training()
    {
        Checkpoint.SaveParameters(Path, run.Model);
        Refused("no checkpoint of a training", TrainingRun.Of("sampled", "adam", seed: 5));
    }

    [Fact]
    public void Parameters_can_be_read_out_of_a_checkpoint()
    {
        run.Train(3);
        run.Save(Path);
        TrainingRun other = TrainingRun.Of("dense", "sgd", seed: 5);
        Assert.Equal("sampled", Checkpoint.LoadParameters(Path, other.Model)["policy"]);
        Assert.Equal(run.Bits(), other.Bits());
    }

    [Fact]
    public void Reserved_keys_are_refused() =>
        Says.Error<ArgumentException>("'sparsediff/step' is reserved", () => Checkpoint.Save(Path, run.Model, metadata: new Dictionary<string, string> { ["sparsediff/step"] = "1" }));

    public void Dispose() => folder.Dispose();

    /// <summary>The run's checkpoint with a change.</summary>
    private void Rewrite(Action<SafetensorsWriter> add, string? without = null, string? key = null, string? text = null)
    {
        run.Save(Path);
        var writer = new SafetensorsWriter();
        using (SafetensorsFile file = SafetensorsFile.Open(Path))
        {
            foreach ((string name, string value) in file.Metadata)
                writer.AddMetadata(name, name == key ? text! : value);
            Assert.True(key is null || file.Metadata.ContainsKey(key));
            Assert.True(without is null || file.Entries.ContainsKey(without));
            foreach (string name in file.Entries.Keys.Where(name => name != without))
                writer.Add(name, file.Read(name));
        }

        add(writer);
        writer.Save(Path);
    }

    /// <summary>The file is refused, and the training goes on as if nobody had tried.</summary>
    private void Refused(string message, TrainingRun other)
    {
        other.Train(1);
        int[][] before = other.Bits();
        Says.Error<CheckpointException>(message, () => other.Load(Path));
        Assert.Equal(before, other.Bits());
        Assert.Equal((1, 1), (other.Step, other.Optimizer.Steps));
    }
}
