namespace SparseDiff.Tests.Checkpoints;

public sealed class ResumeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => folder.File("run.safetensors");

    public static TheoryData<string, string> Trainings()
    {
        var all = new TheoryData<string, string>();
        foreach (string policy in new[] { "dense", "topk", "sampled" })
        {
            foreach (string optimizer in new[] { "sgd", "momentum", "adam", "adamw" })
                all.Add(policy, optimizer);
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(Trainings))]
    public void Ten_steps_equal_five_steps_a_checkpoint_and_five_steps_bit_for_bit(string policy, string optimizer)
    {
        TrainingRun whole = TrainingRun.Of(policy, optimizer);
        whole.Train(10);
        TrainingRun first = TrainingRun.Of(policy, optimizer);
        first.Train(5);
        first.Save(Path);
        TrainingRun second = TrainingRun.Of(policy, optimizer, seed: 99);
        CheckpointInfo info = second.Load(Path);
        Assert.Equal((5, policy), (info.Step, info.Metadata["policy"]));
        Assert.Equal(first.Bits(), second.Bits());
        second.Train(5);
        Assert.Equal(whole.Bits(), second.Bits());
        Assert.Equal(whole.Optimizer.LearningRate, second.Optimizer.LearningRate);
        Assert.Equal(10, second.Optimizer.Steps);
    }

    [Fact]
    public void Without_the_count_of_draws_a_sampled_training_goes_another_way()
    {
        TrainingRun whole = TrainingRun.Of("sampled", "sgd");
        whole.Train(10);
        TrainingRun run = TrainingRun.Of("sampled", "sgd");
        run.Train(5);
        Checkpoint.SaveParameters(Path, run.Model);
        TrainingRun other = TrainingRun.Of("sampled", "sgd");
        Checkpoint.LoadParameters(Path, other.Model);
        other.Train(5);
        Assert.NotEqual(whole.Bits(), other.Bits());
    }

    [Fact]
    public void A_checkpoint_can_be_taken_back_into_the_training_that_made_it()
    {
        TrainingRun run = TrainingRun.Of("sampled", "adam");
        run.Train(3);
        run.Save(Path);
        run.Train(4);
        int[][] first = run.Bits();
        run.Load(Path);
        run.Train(4);
        Assert.Equal(first, run.Bits());
    }

    [Fact]
    public void A_training_that_has_not_begun_can_be_saved_and_resumed()
    {
        TrainingRun whole = TrainingRun.Of("sampled", "adam");
        whole.Save(Path);
        TrainingRun resumed = TrainingRun.Of("sampled", "adam", seed: 8);
        resumed.Load(Path);
        whole.Train(3);
        resumed.Train(3);
        Assert.Equal(whole.Bits(), resumed.Bits());
    }

    [Theory]
    [InlineData("sampled", "adam")]
    [InlineData("topk", "momentum")]
    public void A_training_on_a_device_is_saved_and_resumed_there(string policy, string optimizer)
    {
        TrainingRun whole = TrainingRun.Of(policy, optimizer, device: Device.GpuEmulator);
        whole.Train(1);
        whole.Save(Path);
        whole.Train(1);
        TrainingRun resumed = TrainingRun.Of(policy, optimizer, seed: 9, Device.GpuEmulator);
        resumed.Load(Path);
        resumed.Train(1);
        Assert.Same(Device.GpuEmulator, resumed.Model.W1.Device);
        Assert.Equal(whole.Bits(), resumed.Bits());

        // The host goes on from the device's file; its sums round elsewhere.
        TrainingRun host = TrainingRun.Of(policy, optimizer, seed: 9);
        host.Load(Path);
        Assert.Equal(1, host.Optimizer.Steps);
    }

    [Fact]
    public void A_state_of_the_users_own_is_saved_and_resumed()
    {
        var schedule = new Schedule { Position = 7, Factor = 0.1, Means = Tensor.From([1, 2], [2]) };
        var model = new Net(1);
        Checkpoint.Save(Path, model, states: [new("schedule", schedule)]);
        var read = new Schedule();
        Checkpoint.Load(Path, model, states: [new("schedule", read)]);
        Assert.Equal((7, 0.1), (read.Position, read.Factor));
        Assert.Equal([1, 2], read.Means.ToArray());
        Says.Error<CheckpointException>("nobody asked for 'state/schedule/means'", () => Checkpoint.Load(Path, model));
        Says.Error<CheckpointException>("the checkpoint has no state/other/position", () => Checkpoint.Load(Path, model, states: [new("schedule", new Schedule()), new("other", read)]));
    }

    public void Dispose() => folder.Dispose();

    private sealed class Schedule : ITrainingState
    {
        public long Position { get; set; }

        public double Factor { get; set; }

        public Tensor Means { get; set; } = Tensor.Zeros(2);

        public void Save(StateWriter state)
        {
            state.Add("position", Position);
            state.Add("factor", Factor);
            state.Add("means", Means);
        }

        public Action Load(StateReader state)
        {
            (long position, double factor, Tensor means) = (state.Whole("position"), state.Number("factor"), state.Tensor("means", [2], Device.Cpu));
            return () => (Position, Factor, Means) = (position, factor, means);
        }
    }
}
