using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The gates of an LSTM cell, σ(i), σ(f), tanh(g), σ(o) (Hochreiter and Schmidhuber 1997; with forget gates, Gers et al. 2000).</summary>
    /// <param name="z">Their pre-activations side by side: i, f, g, o; [..., 4 · hidden].</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>The gates in the same places; <see cref="LstmMemory"/> and <see cref="LstmOutput"/> read them.</returns>
    /// <exception cref="ShapeException">The last dimension is not a multiple of 4.</exception>
    [return: Shape("..., gates")]
    public static Tensor LstmGates([Shape("..., gates")] Tensor z, Slot into = default)
    {
        if (z.Rank < 1 || z.Columns % 4 != 0)
            throw new ShapeException($"LstmGates: z is {z.ShapeText}; it must be [..., 4 · hidden].");
        Tensor y = into.TakeLike(z);
        int hidden = z.Columns / 4;
        z.Device.Kernels.ElementwiseWindows(
            default(GateActivations),
            [Gates.Gate(z, 0, hidden), Gates.Gate(z, 1, hidden), Gates.Gate(z, 2, hidden), Gates.Gate(z, 3, hidden)],
            [Gates.Gate(y, 0, hidden), Gates.Gate(y, 1, hidden), Gates.Gate(y, 2, hidden), Gates.Gate(y, 3, hidden)], z.Rows, hidden);
        return y;
    }

    /// <summary>dZ = y (1 - y) dY for i, f and o, (1 - y²) dY for g.</summary>
    [VjpOf(nameof(LstmGates), "z")]
    public static Tensor LstmGatesVjp(Tensor y, Tensor dY, Slot into = default)
    {
        Tensor dZ = into.TakeLike(dY);
        int hidden = y.Columns / 4;
        y.Device.Kernels.ElementwiseWindows(
            default(GateActivationsPull),
            [
                Gates.Gate(y, 0, hidden), Gates.Gate(y, 1, hidden), Gates.Gate(y, 2, hidden), Gates.Gate(y, 3, hidden),
                Gates.Gate(dY, 0, hidden), Gates.Gate(dY, 1, hidden), Gates.Gate(dY, 2, hidden), Gates.Gate(dY, 3, hidden),
            ],
            [Gates.Gate(dZ, 0, hidden), Gates.Gate(dZ, 1, hidden), Gates.Gate(dZ, 2, hidden), Gates.Gate(dZ, 3, hidden)], y.Rows, hidden);
        return dZ;
    }

    /// <summary>σ(i), σ(f), tanh(g), σ(o).</summary>
    public readonly struct GateActivations : IElementwise
    {
        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V> => Open<V, A>(ref at, out _, out _, out _, out _);

        /// <summary>Writes the gates, and gives them to a kernel that goes on with them.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static void Open<V, A>(ref A at, out V i, out V f, out V g, out V o)
            where V : struct, ILane<V>
            where A : struct, ILanes<V>
        {
            i = Lanes.Sigmoid.Apply(at.Read(0));
            f = Lanes.Sigmoid.Apply(at.Read(1));
            g = V.Tanh(at.Read(2));
            o = Lanes.Sigmoid.Apply(at.Read(3));
            at.Write(0, i);
            at.Write(1, f);
            at.Write(2, g);
            at.Write(3, o);
        }
    }

    /// <summary>The gradients of the pre-activations from the gates and theirs.</summary>
    public readonly struct GateActivationsPull : IElementwise
    {
        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V>
        {
            V one = V.Constant(1f);
            V i = at.Read(0);
            V f = at.Read(1);
            V g = at.Read(2);
            V o = at.Read(3);
            at.Write(0, at.Read(4) * i * (one - i));
            at.Write(1, at.Read(5) * f * (one - f));
            at.Write(2, at.Read(6) * (one - (g * g)));
            at.Write(3, at.Read(7) * o * (one - o));
        }
    }
}
