namespace SparseDiff.Kernels;

/// <summary>An element-wise operation of three arguments, written over lanes.</summary>
public interface ITernaryOp
{
    /// <summary>The operation.</summary>
    static abstract V Apply<V>(V a, V b, V c)
        where V : struct, ILane<V>;
}
