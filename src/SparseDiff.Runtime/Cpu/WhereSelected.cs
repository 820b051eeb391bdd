using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

/// <summary>A kernel whose outputs are zero wherever its input 0, a masked gradient, is: 0 · ∞ must not bring back what was not selected.</summary>
internal readonly struct WhereSelected<TKernel>(in TKernel kernel) : IElementwise
    where TKernel : struct, IElementwise
{
    private readonly TKernel kernel = kernel;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<V, A>(ref A at)
        where V : struct, ILane<V>
        where A : struct, ILanes<V>
    {
        var selected = new Lanes<V, A> { At = at, Gradient = at.Read(0) };
        kernel.Apply<V, Lanes<V, A>>(ref selected);
    }

    private struct Lanes<V, A> : ILanes<V>
        where V : struct, ILane<V>
        where A : struct, ILanes<V>
    {
        public A At;
        public V Gradient;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Read(int input) => At.Read(input);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Write(int output, V value)
        {
            V zero = V.Constant(0f);
            At.Write(output, V.Select(V.Equal(Gradient, zero), zero, value));
        }
    }
}
