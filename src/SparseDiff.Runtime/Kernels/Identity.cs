using System.Runtime.CompilerServices;

namespace SparseDiff.Kernels;

/// <summary>The kernel y = x: selection from a gradient that exists already.</summary>
public readonly struct Identity : IElementwise
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<V, A>(ref A at)
        where V : struct, ILane<V>
        where A : struct, ILanes<V> => at.Write(0, at.Read(0));
}
