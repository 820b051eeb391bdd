using System.Runtime.CompilerServices;

namespace SparseDiff.Kernels;

/// <summary>The kernel y = op(x, first constant, second constant).</summary>
public readonly struct WithConstants<TOp>(float first, float second) : IElementwise
    where TOp : struct, ITernaryOp
{
    private readonly float first = first;
    private readonly float second = second;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<V, A>(ref A at)
        where V : struct, ILane<V>
        where A : struct, ILanes<V> => at.Write(0, TOp.Apply(at.Read(0), V.Constant(first), V.Constant(second)));
}
