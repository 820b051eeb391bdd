using System.Runtime.CompilerServices;

namespace SparseDiff.Kernels;

/// <summary>The kernel y = op(a, b, c).</summary>
public readonly struct Ternary<TOp> : IElementwise
    where TOp : struct, ITernaryOp
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<V, A>(ref A at)
        where V : struct, ILane<V>
        where A : struct, ILanes<V> => at.Write(0, TOp.Apply(at.Read(0), at.Read(1), at.Read(2)));
}
