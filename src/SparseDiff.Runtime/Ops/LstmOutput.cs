using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The output of an LSTM cell, o · tanh(c), from its new memory (<see cref="LstmMemory"/>).</summary>
    /// <param name="gates">The gates side by side, i, f, g, o, from <see cref="LstmGates"/>; [..., 4 · hidden].</param>
    /// <param name="c">The new memory, [..., hidden].</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>[..., hidden].</returns>
    /// <exception cref="ShapeException">The shapes do not go together.</exception>
    [return: Shape("..., hidden")]
    public static Tensor LstmOutput([Shape("..., gates")] Tensor gates, [Shape("..., hidden")] Tensor c, Slot into = default)
    {
        Gates.Check(nameof(LstmOutput), nameof(gates), gates, 4, nameof(c), c);
        Tensor y = into.TakeLike(c);
        Gates.Run(default(Output), [Gates.Gate(gates, 3, c.Columns), Gates.All(c)], [Gates.All(y)], c);
        return y;
    }

    /// <summary>The gradient of o; those of i, f and g are 0.</summary>
    [VjpOf(nameof(LstmOutput), "gates")]
    public static Tensor LstmOutputVjpGates([ShapeOnly] Tensor gates, Tensor c, Tensor dY, Slot into = default)
    {
        Tensor dGates = into.TakeLike(gates);
        int hidden = c.Columns;
        Gates.Run(
            default(OutputPullGates), [Gates.All(c), Gates.All(dY)],
            [Gates.Gate(dGates, 0, hidden), Gates.Gate(dGates, 1, hidden), Gates.Gate(dGates, 2, hidden), Gates.Gate(dGates, 3, hidden)], c);
        return dGates;
    }

    /// <summary>dC = o · (1 - tanh²(c)) · dY.</summary>
    [VjpOf(nameof(LstmOutput), "c")]
    public static Tensor LstmOutputVjpC(Tensor gates, Tensor c, Tensor dY, Slot into = default)
    {
        Tensor dC = into.TakeLike(c);
        Gates.Run(default(OutputPullMemory), [Gates.Gate(gates, 3, c.Columns), Gates.All(c), Gates.All(dY)], [Gates.All(dC)], c);
        return dC;
    }

    /// <summary>o · tanh(c).</summary>
    public readonly struct Output : IElementwise
    {
        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V> => at.Write(0, Of(at.Read(0), at.Read(1)));

        /// <summary>The same for values at hand.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static V Of<V>(V o, V c)
            where V : struct, ILane<V> => o * V.Tanh(c);
    }

    /// <summary>The gradients of i, f, g and o from c and the output's.</summary>
    public readonly struct OutputPullGates : IElementwise
    {
        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V>
        {
            V gradient = at.Read(1) * V.Tanh(at.Read(0));
            at.Write(0, V.Constant(0f));
            at.Write(1, V.Constant(0f));
            at.Write(2, V.Constant(0f));
            at.Write(3, gradient);
        }
    }

    /// <summary>The gradient of c from o, c and the output's.</summary>
    public readonly struct OutputPullMemory : IElementwise
    {
        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V>
        {
            V tanh = V.Tanh(at.Read(1));
            at.Write(0, at.Read(0) * (V.Constant(1f) - (tanh * tanh)) * at.Read(2));
        }
    }
}
