using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The next memory of an LSTM cell, σ(f) · c + σ(i) · tanh(g) (Hochreiter and Schmidhuber 1997; Gers et al. 2000).</summary>
    /// <param name="z">The pre-activations of the gates side by side: i, f, g, o; [..., 4 · hidden].</param>
    /// <param name="c">The memory, [..., hidden].</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>[..., hidden].</returns>
    /// <exception cref="ShapeException">The shapes do not go together.</exception>
    [return: Shape("..., hidden")]
    public static Tensor LstmMemory([Shape("..., gates")] Tensor z, [Shape("..., hidden")] Tensor c, Slot into = default)
    {
        Gates.Check(nameof(LstmMemory), nameof(z), z, 4, nameof(c), c);
        Tensor y = into.TakeLike(c);
        int hidden = c.Columns;
        Gates.Run(default(Memory), [Gates.Gate(z, 0, hidden), Gates.Gate(z, 1, hidden), Gates.Gate(z, 2, hidden), Gates.All(c)], [Gates.All(y)], c);
        return y;
    }

    /// <summary>The gradients of i, f and g; that of o is 0.</summary>
    [VjpOf(nameof(LstmMemory), "z")]
    public static Tensor LstmMemoryVjpZ(Tensor z, Tensor c, Tensor dY, Slot into = default)
    {
        Tensor dZ = into.TakeLike(z);
        int hidden = c.Columns;
        Gates.Run(
            default(MemoryPullGates),
            [Gates.Gate(z, 0, hidden), Gates.Gate(z, 1, hidden), Gates.Gate(z, 2, hidden), Gates.All(c), Gates.All(dY)],
            [Gates.Gate(dZ, 0, hidden), Gates.Gate(dZ, 1, hidden), Gates.Gate(dZ, 2, hidden), Gates.Gate(dZ, 3, hidden)], c);
        return dZ;
    }

    /// <summary>dC = σ(f) · dY.</summary>
    [VjpOf(nameof(LstmMemory), "c")]
    public static Tensor LstmMemoryVjpC(Tensor z, Tensor dY, Slot into = default)
    {
        Tensor dC = into.TakeLike(dY);
        Gates.Run(default(SigmoidTimes), [Gates.Gate(z, 1, dY.Columns), Gates.All(dY)], [Gates.All(dC)], dY);
        return dC;
    }

    /// <summary>σ(f) · c + σ(i) · tanh(g) from i, f, g, c.</summary>
    public readonly struct Memory : IElementwise
    {
        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V> =>
            at.Write(0, V.MultiplyAdd(Lanes.Sigmoid.Apply(at.Read(1)), at.Read(3), Lanes.Sigmoid.Apply(at.Read(0)) * V.Tanh(at.Read(2))));
    }

    /// <summary>The gradients of i, f, g and o from i, f, g, c and the memory's.</summary>
    public readonly struct MemoryPullGates : IElementwise
    {
        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V>
        {
            V one = V.Constant(1f);
            V i = Lanes.Sigmoid.Apply(at.Read(0));
            V f = Lanes.Sigmoid.Apply(at.Read(1));
            V g = V.Tanh(at.Read(2));
            V c = at.Read(3);
            V dY = at.Read(4);
            at.Write(0, dY * g * i * (one - i));
            at.Write(1, dY * c * f * (one - f));
            at.Write(2, dY * i * (one - (g * g)));
            at.Write(3, V.Constant(0f));
        }
    }

    /// <summary>σ(x) · y.</summary>
    public readonly struct SigmoidTimes : IElementwise
    {
        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V> => at.Write(0, Lanes.Sigmoid.Apply(at.Read(0)) * at.Read(1));
    }
}
