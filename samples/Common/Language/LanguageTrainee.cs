using SparseDiff;

namespace Samples.Language;

/// <summary>A generated forward pass: the loss, and what the backward pass needs.</summary>
internal delegate Tensor LanguageForward<TSaved>(Indices tokens, Indices next, out TSaved saved);

/// <summary>A generated backward pass.</summary>
internal delegate void LanguageBackward<TSaved>(in TSaved saved);

/// <summary>A language model that is trained by its generated passes.</summary>
/// <typeparam name="TSaved">What the forward pass keeps.</typeparam>
internal sealed class LanguageTrainee<TSaved> : ILanguageTrainee
{
    private Indices? _tokens;
    private Indices? _next;
    private TSaved _saved = default!;

    public required string Name { get; init; }

    public required float Ratio { get; init; }

    /// <summary>The model.</summary>
    public required IModel Model { get; init; }

    /// <summary>Its gradients.</summary>
    public required IGradients Gradients { get; init; }

    /// <summary>Its optimizer.</summary>
    public required Optimizer Optimizer { get; init; }

    /// <summary>What the learning rates of the race are multiplied by.</summary>
    public float RateFactor { get; init; } = 1;

    /// <summary>Its device.</summary>
    public required Device Device { get; init; }

    /// <summary>Whether the model takes its tokens as [time · batch] and the next ones as [time, batch], not both as [batch, context].</summary>
    public bool TimeFirst { get; init; }

    /// <summary>The forward pass of a step.</summary>
    public required LanguageForward<TSaved> ForwardPass { get; init; }

    /// <summary>The backward pass of a step.</summary>
    public required LanguageBackward<TSaved> BackwardPass { get; init; }

    /// <summary>The loss alone.</summary>
    public required Func<Indices, Indices, Tensor> Loss { get; init; }

    /// <summary>What the model expects after [1, n] tokens.</summary>
    public required Func<Indices, Tensor> NextLogits { get; init; }

    public long Trained => Gradients.Entries.Sum(static entry => entry is null ? 0L : (long)entry.Rows * entry.RowLength);

    public float Forward(Windows batch)
    {
        Read(batch);
        return ForwardPass(_tokens!, _next!, out _saved).ToScalar();
    }

    public void Backward()
    {
        Gradients.Clear();
        BackwardPass(in _saved);
        Device.Synchronize();
    }

    public void Settle()
    {
        Gradients.Settle();
        Device.Synchronize();
    }

    public void Step(float rate)
    {
        Optimizer.LearningRate = rate * RateFactor;
        Optimizer.Step(Model, Gradients);
        Device.Synchronize();
    }

    public float Test(Windows batch)
    {
        Read(batch);
        return Loss(_tokens!, _next!).ToScalar();
    }

    public float[] Next(int[] tokens) => NextLogits(Indices.From(tokens, [1, tokens.Length], Device)).ToArray();

    public void Save(string path, long step) => Checkpoint.Save(path, Model, Optimizer, step);

    public long Resume(string path) => Checkpoint.Load(path, Model, Optimizer).Step;

    private void Read(Windows batch)
    {
        var inputs = TimeFirst ? Turned(batch.Inputs, batch.Context) : batch.Inputs;
        var targets = TimeFirst ? Turned(batch.Targets, batch.Context) : batch.Targets;
        if (_tokens is null || _tokens.Count != inputs.Length)
        {
            _tokens = Indices.From(inputs, TimeFirst ? [inputs.Length] : [batch.Batch, batch.Context], Device);
            _next = Indices.From(targets, TimeFirst ? [batch.Context, batch.Batch] : [batch.Batch, batch.Context], Device);
            return;
        }

        _tokens.CopyFrom(inputs);
        _next!.CopyFrom(targets);
    }

    // [batch, context] as [context, batch].
    private static int[] Turned(ReadOnlySpan<int> windows, int context)
    {
        var turned = new int[windows.Length];
        var batch = windows.Length / context;
        for (var i = 0; i < turned.Length; i++) turned[(i % context * batch) + (i / context)] = windows[i];
        return turned;
    }
}
