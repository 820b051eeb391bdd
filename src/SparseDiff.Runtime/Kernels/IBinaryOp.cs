namespace SparseDiff.Kernels;

/// <summary>An element-wise operation of two arguments (of which one may be a constant). Its derivative rules are static methods <c>Pull…</c> beside it.</summary>
public interface IBinaryOp
{
    /// <summary>The operation.</summary>
    static abstract V Apply<V>(V a, V b)
        where V : struct, ILane<V>;
}
