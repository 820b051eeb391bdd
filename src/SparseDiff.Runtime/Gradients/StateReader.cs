namespace SparseDiff;

/// <summary>What an <see cref="ITrainingState"/> saved: tensors, numbers and texts, each by name.</summary>
/// <remarks>Every method throws a <see cref="CheckpointException"/> when there is no such thing, or it is of another kind or shape.</remarks>
public abstract class StateReader
{
    /// <summary>Whether there is a tensor of this name.</summary>
    public abstract bool HasTensor(string name);

    /// <summary>A new tensor with the numbers that were saved.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">The shape that it must have.</param>
    /// <param name="device">Where it shall be.</param>
    public abstract Tensor Tensor(string name, ReadOnlySpan<int> shape, Device device);

    /// <summary>The same, of whatever shape was saved: for state that learns its shape later.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="device">Where it shall be.</param>
    public abstract Tensor Tensor(string name, Device device);

    /// <summary>A whole number.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="otherwise">What to return when none was saved; without it, that is an error.</param>
    public abstract long Whole(string name, long? otherwise = null);

    /// <summary>A number.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="otherwise">What to return when none was saved; without it, that is an error.</param>
    public abstract double Number(string name, double? otherwise = null);

    /// <summary>A text.</summary>
    /// <param name="name">Its name.</param>
    public abstract string Text(string name);
}
