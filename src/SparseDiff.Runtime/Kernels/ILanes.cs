namespace SparseDiff.Kernels;

/// <summary>The inputs and outputs of an element-wise kernel at one position.</summary>
/// <typeparam name="V">The lane type.</typeparam>
public interface ILanes<V>
    where V : struct, ILane<V>
{
    /// <summary>The lane of an input, counted from 0.</summary>
    V Read(int input);

    /// <summary>Sets the lane of an output, counted from 0.</summary>
    void Write(int output, V value);
}
