using System.Runtime.CompilerServices;

namespace SparseDiff.Kernels;

/// <summary>The kernel y = op(constant, x).</summary>
public readonly struct ConstantWith<TOp>(float constant) : IElementwise
    where TOp : struct, IBinaryOp
{
    private readonly float constant = constant;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<V, A>(ref A at)
        where V : struct, ILane<V>
        where A : struct, ILanes<V> => at.Write(0, TOp.Apply(V.Constant(constant), at.Read(0)));
}
