namespace SparseDiff.Tests.Checkpoints;

/// <summary>A model in training: the batch of a step follows from its number, so that only the checkpoint's content decides how it goes on.</summary>
public sealed class TrainingRun
{
    private const int Batch = 16;

    private readonly Net.Gradients gradients;
    private readonly string policy;

    private TrainingRun(string policy, Optimizer optimizer, int seed, Device device)
    {
        this.policy = policy;
        Optimizer = optimizer;
        Model = new Net(seed).To(device);
        gradients = Model.CreateGradients();
    }

    public Net Model { get; }

    public Optimizer Optimizer { get; }

    public long Step { get; private set; }

    public static TrainingRun Of(string policy, string optimizer, int seed = 1, Device? device = null) =>
        new(policy, OptimizerOf(optimizer), seed, device ?? Device.Cpu);

    public static Optimizer OptimizerOf(string name) => name switch
    {
        "sgd" => new Sgd(0.1f),
        "momentum" => new Sgd(0.05f) { Momentum = 0.9f, Nesterov = true, WeightDecay = 1e-3f },
        "adam" => new Adam(0.01f),
        "adamw" => new AdamW(0.01f) { TouchedRowsOnly = true },
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such optimizer."),
    };

    public void Train(int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            (Tensor x, Labels labels) = BatchOf(++Step);
            _ = policy switch
            {
                "dense" => Model.DenseWithGradients(x, labels, gradients),
                "topk" => Model.LargestWithGradients(x, labels, gradients),
                _ => Model.SampledWithGradients(x, labels, gradients),
            };
            Optimizer.LearningRate *= 0.999f;
            Optimizer.Step(Model, gradients);
        }
    }

    public void Save(string path) =>
        Checkpoint.Save(path, Model, Optimizer, Step, metadata: new Dictionary<string, string> { ["policy"] = policy });

    public CheckpointInfo Load(string path)
    {
        CheckpointInfo info = Checkpoint.Load(path, Model, Optimizer);
        Step = info.Step;
        return info;
    }

    /// <summary>All parameters' bits.</summary>
    public int[][] Bits() => [.. Model.Parameters.Select(p => Array.ConvertAll(p.Tensor.ToArray(), BitConverter.SingleToInt32Bits))];

    private (Tensor X, Labels Labels) BatchOf(long step)
    {
        Tensor x = Init.Normal(1, (int)step + 1000, Batch, Net.Inputs);
        int[] labels = new int[Batch];
        for (int i = 0; i < Batch; i++)
            labels[i] = x.AsSpan().Slice(i * Net.Inputs, Net.Classes).ToArray().Index().MaxBy(static v => v.Item).Index;
        return (x.To(Model.W1.Device), Labels.From(labels, Model.W1.Device));
    }
}
