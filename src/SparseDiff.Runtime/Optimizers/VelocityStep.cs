using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff;

/// <summary>v ← m v + g, and r ← r + v, from the inputs v, g, r.</summary>
/// <param name="momentum">m.</param>
internal readonly struct VelocityStep(float momentum) : IElementwise
{
    private readonly float momentum = momentum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<V, A>(ref A at)
        where V : struct, ILane<V>
        where A : struct, ILanes<V>
    {
        V velocity = (at.Read(0) * V.Constant(momentum)) + at.Read(1);
        V residual = at.Read(2) + velocity;
        at.Write(0, velocity);
        at.Write(1, residual);
    }
}
