namespace SparseDiff.Tests.Checkpoints;

/// <summary>What selections hold back, steer and count is part of a training: a checkpoint keeps it.</summary>
public sealed class SelectionStateTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => folder.File("run.safetensors");

    [Theory]
    [InlineData("none")]
    [InlineData("global")]
    [InlineData("tensors")]
    [InlineData("momentum")]
    [InlineData("forgetful")]
    [InlineData("random")]
    public void A_resumed_training_equals_the_uninterrupted_one_bit_for_bit(string update)
    {
        SelectiveRun whole = new(update), first = new(update), second = new(update, seed: 99);
        whole.Train(10);
        first.Train(5);
        first.Save(Path);
        second.Load(Path);
        Assert.Equal(first.Bits(), second.Bits());
        second.Train(5);
        Assert.Equal(whole.Bits(), second.Bits());
    }

    [Theory]
    [InlineData("ratio")]
    [InlineData("controller")]
    [InlineData("Gradients.W1")]
    [InlineData("Gradients.W2")]
    [InlineData("Head.Gradients.Select")]
    [InlineData("update")]
    public void Each_state_matters(string without)
    {
        SelectiveRun whole = new("random"), first = new("random"), second = new("random");
        Assert.Contains(without, first.States.Select(static state => state.Name));
        whole.Train(10);
        first.Train(5);
        first.Save(Path, [.. first.States.Where(state => state.Name != without)]);
        Checkpoint.Load(Path, second.Model, second.Optimizer, second.States.Where(state => state.Name != without));
        second.Train(5);
        Assert.NotEqual(whole.Bits(), second.Bits());
    }

    [Theory]
    [InlineData("momentum")]
    [InlineData("random")]
    public void A_training_that_has_not_begun_can_be_saved_and_one_that_has_taken_back(string update)
    {
        SelectiveRun run = new(update);
        run.Save(Path);
        run.Train(3);
        int[][] first = run.Bits();
        run.Load(Path);
        run.Train(3);
        Assert.Equal(first, run.Bits());
        run.Save(Path);
        run.Train(2);
        int[][] second = run.Bits();
        run.Load(Path);
        run.Train(2);
        Assert.Equal(second, run.Bits());
    }

    [Fact]
    public void What_waits_goes_to_the_device_of_the_gradients()
    {
        SelectiveRun host = new("momentum"), device = new("momentum", seed: 3, Device.GpuEmulator);
        host.Train(2);
        host.Save(Path);
        device.Load(Path);
        Assert.Equal(host.Bits(), device.Bits());
        device.Train(1);
        device.Save(Path);
    }

    [Theory]
    [InlineData("global", "random", "has the state of TopKUpdate, but this is a SelectionUpdate.")]
    [InlineData("global", "forgetful", "has what error feedback held back, but this selection is without; set ErrorFeedback as it was.")]
    [InlineData("forgetful", "global", "")]
    [InlineData("global", "momentum", "selection was without momentum, but this one's is 0.9; set Momentum as it was.")]
    [InlineData("momentum", "global", "selection was with a momentum, but this one's is 0; set Momentum as it was.")]
    [InlineData("none", "global", "the checkpoint has no state/update/kind")]
    [InlineData("global", "none", "nobody asked for 'state/update/0/residual', ")]
    public void A_state_that_does_not_fit_is_refused_and_changes_nothing(string saved, string loaded, string message)
    {
        SelectiveRun first = new(saved), second = new(loaded, seed: 7);
        first.Train(2);
        first.Save(Path);
        second.Train(1);
        int[][] before = second.Bits();
        if (message.Length == 0)
        {
            second.Load(Path);
            return;
        }

        Says.Error<CheckpointException>(message, () => second.Load(Path));
        Assert.Equal(before, second.Bits());
    }

    [Fact]
    public void A_residual_of_another_shape_or_of_other_gradients_is_refused()
    {
        Net one = new(1);
        TopKUpdate update = new(0.1f), fresh = new(0.1f);
        update.Apply(Gradients(3, 4));
        Checkpoint.Save(Path, one, states: [new("update", update)]);
        TopKUpdate other = new(0.1f), more = new(0.1f);
        other.Apply(Gradients(4, 3));
        more.Apply(Gradients(3, 4, 2));
        Says.Error<CheckpointException>("kept what waits of 2 gradients, but this one has 3", () => Checkpoint.Load(Path, one, states: [new("update", more)]));
        Checkpoint.Load(Path, one, states: [new("update", fresh)]);
        Says.Error<ShapeException>("what is kept is [3] but the gradient is [4]", () => fresh.Apply(Gradients(4, 3)));
        Says.Error<ArgumentException>("what is kept is of 2 gradients, but there are 1", () => fresh.Apply(Gradients(3)));
        fresh.Apply(Gradients(3, 4));
    }

    [Fact]
    public void Whoever_knows_only_the_interface_of_gradients_finds_the_selections_of_derived_models()
    {
        var model = new MoreSelective();
        IGradients gradients = model.CreateGradients(), ofDerived = new SelectiveDerived().CreateGradients();
        Assert.Equal(["Gradients.Select", "Gradients.V"], ofDerived.States.Select(static state => state.Name));
        string[] names = [.. gradients.States.Select(static state => state.Name)];
        Assert.Equal(["Gradients.Select", "Gradients.V", "Gradients.Select.MoreSelective", "Gradients.U"], names);
        foreach (RowGradient? entry in gradients.Entries)
            entry!.AsDense().CopyFrom([.. Enumerable.Range(1, Net.Classes * Net.Inputs).Select(static i => (float)i)]);
        gradients.Select();
        Assert.Equal([60, 12, 18], gradients.Entries.Select(static entry => entry!.Values.ToArray().Count(static value => value != 0)));
        Checkpoint.Save(Path, model, states: gradients.States);
        Checkpoint.Load(Path, model, states: gradients.States);
    }

    [Fact]
    public void Steps_and_levels_that_make_no_sense_are_refused()
    {
        Net model = new(1);
        Checkpoint.Save(Path, model, states: [new("schedule", new Numbers("step", -1)), new("controller", new Numbers("level", 0))]);
        Says.Error<CheckpointException>("at step -1", () => Checkpoint.Load(Path, model, states: [new("schedule", Schedule.Constant(1))]));
        Says.Error<CheckpointException>("the level 0", () => Checkpoint.Load(Path, model, states: [new("controller", new VarianceController())]));
    }

    public void Dispose() => folder.Dispose();

    private static Several Gradients(params int[] lengths) => new([.. lengths.Select(length =>
    {
        RowGradient gradient = new(Tensor.Zeros(length));
        gradient.AsDense().CopyFrom([.. Enumerable.Range(1, length).Select(static i => (float)i)]);
        return gradient;
    })]);

    private sealed class Several(RowGradient[] entries) : IGradients
    {
        public IReadOnlyList<RowGradient?> Entries => entries;
    }

    /// <summary>Numbers that nobody would save.</summary>
    private sealed class Numbers(string name, long value) : ITrainingState
    {
        public void Save(StateWriter state)
        {
            state.Add(name, value);
            state.Add("sgd_variance", 0.0);
            state.Add("sampling_variance", 0.0);
        }

        public Action Load(StateReader state) => static () => { };
    }
}
