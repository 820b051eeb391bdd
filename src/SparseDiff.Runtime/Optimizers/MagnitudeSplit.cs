using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>
/// Entries u (input 0) that are larger in magnitude than a number pass to output 0; the others wait in output 1, and what a velocity (input 1) has for
/// those goes to output 2. What is not finite passes. Where something passes, nothing waits, and the other way round.
/// </summary>
/// <param name="below">The largest magnitude that does not pass.</param>
/// <param name="outputs">1: only what passes is asked for; 2: what waits too; 3: the velocity too.</param>
internal readonly struct MagnitudeSplit(float below, int outputs) : IElementwise
{
    private readonly float below = below;
    private readonly int outputs = outputs;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<V, A>(ref A at)
        where V : struct, ILane<V>
        where A : struct, ILanes<V>
    {
        V u = at.Read(0);
        V zero = V.Constant(0f);
        V waits = V.GreaterOrEqual(V.Constant(below), V.Abs(u));
        V velocity = outputs > 2 ? at.Read(1) : zero;
        at.Write(0, V.Select(waits, zero, u));
        if (outputs > 1)
            at.Write(1, V.Select(waits, u, zero));
        if (outputs > 2)
            at.Write(2, V.Select(waits, velocity, zero));
    }
}
