namespace SparseDiff.Tests.Checkpoints;

/// <summary>A training with a schedule, a controller, attributes on parameters and an update after the backward pass, all of which a checkpoint keeps.</summary>
public sealed class SelectiveRun
{
    private readonly SelectiveNet.Gradients gradients;
    private readonly Action<IGradients> update;
    private int step;

    public SelectiveRun(string update, int seed = 1, Device? device = null)
    {
        Model = new SelectiveNet(seed, Ratio, Controller.Budget).To(device ?? Device.Cpu);
        gradients = Model.CreateGradients();
        (this.update, Update) = Of(update);
    }

    public SelectiveNet Model { get; }

    public Schedule Ratio { get; } = Schedule.Cosine(0.4f, 0.05f, 12);

    public VarianceController Controller { get; } = new(0.3) { Every = 3 };

    public ITrainingState? Update { get; }

    public Sgd Optimizer { get; } = new(0.05f);

    public IReadOnlyList<NamedState> States =>
        [new("ratio", Ratio), new("controller", Controller), .. gradients.States, .. Update is null ? [] : new[] { new NamedState("update", Update) }];

    public void Train(int steps)
    {
        for (int i = 0; i < steps; i++, step++)
        {
            if (Controller.IsDue(step))
                Controller.Measure(gradients, batch => Pass((100 * step) + batch));
            Pass((100 * step) + 50);
            update(gradients);
            Optimizer.Step(Model, gradients);
            Ratio.Advance();
        }
    }

    public void Save(string path, IReadOnlyList<NamedState>? states = null) => Checkpoint.Save(path, Model, Optimizer, step, states ?? States);

    public void Load(string path) => step = (int)Checkpoint.Load(path, Model, Optimizer, States).Step;

    /// <summary>All parameters' bits, and what else a step depends on.</summary>
    public int[][] Bits() =>
        [.. Model.Parameters.Select(p => Array.ConvertAll(p.Tensor.ToArray(), BitConverter.SingleToInt32Bits)), [Ratio.Step, BitConverter.DoubleToInt64Bits(Controller.Level).GetHashCode(), BitConverter.DoubleToInt64Bits(Controller.SamplingVariance).GetHashCode()]];

    private static (Action<IGradients> Apply, ITrainingState? State) Of(string name)
    {
        switch (name)
        {
            case "none":
                return (static _ => { }, null);
            case "random":
                SelectionUpdate random = new(new RandomK(0.2f) { Seed = 3, IsScaled = false });
                return (random.Apply, random);
            default:
                TopKUpdate largest = new(0.05f) { Momentum = name == "momentum" ? 0.9f : 0, ErrorFeedback = name != "forgetful", PerTensor = name == "tensors" };
                return (largest.Apply, largest);
        }
    }

    private void Pass(int seed)
    {
        Tensor x = Init.Normal(1, seed + 1000, 16, Net.Inputs).To(Model.W1.Device);
        int[] labels = [.. Enumerable.Range(0, 16).Select(i => (i + seed) % Net.Classes)];
        Model.LossWithGradients(x, Labels.From(labels, Model.W1.Device), gradients);
    }
}
