namespace SparseDiff;

/// <summary>Collects the state of an <see cref="ITrainingState"/>: tensors, numbers and texts, each by name.</summary>
public abstract class StateWriter
{
    /// <summary>Adds a tensor, on whatever device; it must not change until the checkpoint is written.</summary>
    public abstract void Add(string name, Tensor tensor);

    /// <summary>Adds a whole number.</summary>
    public abstract void Add(string name, long value);

    /// <summary>Adds a number; it comes back bit for bit.</summary>
    public abstract void Add(string name, double value);

    /// <summary>Adds a short text.</summary>
    public abstract void Add(string name, string text);
}
