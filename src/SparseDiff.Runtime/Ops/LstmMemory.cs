using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The next memory of an LSTM cell, f · c + i · g (Hochreiter and Schmidhuber 1997; with forget gates, Gers et al. 2000).</summary>
    /// <param name="gates">The gates side by side, i, f, g, o, from <see cref="LstmGates"/>; [..., 4 · hidden].</param>
    /// <param name="c">The memory, [..., hidden].</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>[..., hidden].</returns>
    /// <exception cref="ShapeException">The shapes do not go together.</exception>
    [return: Shape("..., hidden")]
    public static Tensor LstmMemory([Shape("..., gates")] Tensor gates, [Shape("..., hidden")] Tensor c, Slot into = default)
    {
        Gates.Check(nameof(LstmMemory), nameof(gates), gates, 4, nameof(c), c);
        Tensor y = into.TakeLike(c);
        int hidden = c.Columns;
        Gates.Run(default(Memory), [Gates.Gate(gates, 0, hidden), Gates.Gate(gates, 1, hidden), Gates.Gate(gates, 2, hidden), Gates.All(c)], [Gates.All(y)], c);
        return y;
    }

    /// <summary>The gradients of i, f and g; that of o is 0.</summary>
    [VjpOf(nameof(LstmMemory), "gates")]
    public static Tensor LstmMemoryVjpGates(Tensor gates, Tensor c, Tensor dY, Slot into = default)
    {
        Tensor dGates = into.TakeLike(gates);
        int hidden = c.Columns;
        Gates.Run(
            default(MemoryPullGates),
            [Gates.Gate(gates, 0, hidden), Gates.Gate(gates, 2, hidden), Gates.All(c), Gates.All(dY)],
            [Gates.Gate(dGates, 0, hidden), Gates.Gate(dGates, 1, hidden), Gates.Gate(dGates, 2, hidden), Gates.Gate(dGates, 3, hidden)], c);
        return dGates;
    }

    /// <summary>dC = f · dY.</summary>
    [VjpOf(nameof(LstmMemory), "c")]
    public static Tensor LstmMemoryVjpC(Tensor gates, Tensor dY, Slot into = default)
    {
        Tensor dC = into.TakeLike(dY);
        Gates.Run(default(Binary<Lanes.Multiply>), [Gates.Gate(gates, 1, dY.Columns), Gates.All(dY)], [Gates.All(dC)], dY);
        return dC;
    }

    /// <summary>f · c + i · g from i, f, g, c.</summary>
    public readonly struct Memory : IElementwise
    {
        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V> => at.Write(0, Of(at.Read(0), at.Read(1), at.Read(2), at.Read(3)));

        /// <summary>The same for values at hand.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static V Of<V>(V i, V f, V g, V c)
            where V : struct, ILane<V> => V.MultiplyAdd(f, c, i * g);
    }

    /// <summary>The gradients of i, f, g and o from i, g, c and the memory's.</summary>
    public readonly struct MemoryPullGates : IElementwise
    {
        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V>
        {
            V dY = at.Read(3);
            at.Write(0, dY * at.Read(1));
            at.Write(1, dY * at.Read(2));
            at.Write(2, dY * at.Read(0));
            at.Write(3, V.Constant(0f));
        }
    }
}
