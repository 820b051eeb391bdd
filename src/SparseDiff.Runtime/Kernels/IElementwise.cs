namespace SparseDiff.Kernels;

/// <summary>A chain of element-wise operations as one kernel. The generator writes one for every fused chain.</summary>
/// <remarks>
/// Inputs broadcast to the shape of the outputs. A kernel reads all its inputs before it writes, so an output may share the memory
/// of an input of the same shape. At most <see cref="MaximalInputs"/> inputs and <see cref="MaximalOutputs"/> outputs.
/// </remarks>
public interface IElementwise
{
    /// <summary>The most inputs a kernel may have.</summary>
    const int MaximalInputs = 8;

    /// <summary>The most outputs a kernel may have.</summary>
    const int MaximalOutputs = 6;

    /// <summary>Computes all outputs at one position.</summary>
    /// <typeparam name="V">The lane: one number or a vector register.</typeparam>
    /// <typeparam name="A">Access to inputs and outputs.</typeparam>
    void Apply<V, A>(ref A at)
        where V : struct, ILane<V>
        where A : struct, ILanes<V>;
}
