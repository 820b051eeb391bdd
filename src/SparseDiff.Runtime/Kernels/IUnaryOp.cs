namespace SparseDiff.Kernels;

/// <summary>An element-wise operation of one argument. Its derivative rule is a static method <c>Pull</c> beside it.</summary>
public interface IUnaryOp
{
    /// <summary>The operation.</summary>
    static abstract V Apply<V>(V x)
        where V : struct, ILane<V>;
}
