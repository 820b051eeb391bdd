using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The output of an LSTM cell, σ(o) · tanh(c), from its new memory (<see cref="LstmMemory"/>).</summary>
    /// <param name="z">The pre-activations of the gates side by side: i, f, g, o; [..., 4 · hidden].</param>
    /// <param name="c">The new memory, [..., hidden].</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>[..., hidden].</returns>
    /// <exception cref="ShapeException">The shapes do not go together.</exception>
    [return: Shape("..., hidden")]
    public static Tensor LstmOutput([Shape("..., gates")] Tensor z, [Shape("..., hidden")] Tensor c, Slot into = default)
    {
        Gates.Check(nameof(LstmOutput), nameof(z), z, 4, nameof(c), c);
        Tensor y = into.TakeLike(c);
        Gates.Run(default(Output), [Gates.Gate(z, 3, c.Columns), Gates.All(c)], [Gates.All(y)], c);
        return y;
    }

    /// <summary>The gradient of o; those of i, f and g are 0.</summary>
    [VjpOf(nameof(LstmOutput), "z")]
    public static Tensor LstmOutputVjpZ(Tensor z, Tensor c, Tensor dY, Slot into = default)
    {
        Tensor dZ = into.TakeLike(z);
        int hidden = c.Columns;
        Gates.Run(
            default(OutputPullGates), [Gates.Gate(z, 3, hidden), Gates.All(c), Gates.All(dY)],
            [Gates.Gate(dZ, 0, hidden), Gates.Gate(dZ, 1, hidden), Gates.Gate(dZ, 2, hidden), Gates.Gate(dZ, 3, hidden)], c);
        return dZ;
    }

    /// <summary>dC = σ(o) · (1 - tanh²(c)) · dY.</summary>
    [VjpOf(nameof(LstmOutput), "c")]
    public static Tensor LstmOutputVjpC(Tensor z, Tensor c, Tensor dY, Slot into = default)
    {
        Tensor dC = into.TakeLike(c);
        Gates.Run(default(OutputPullMemory), [Gates.Gate(z, 3, c.Columns), Gates.All(c), Gates.All(dY)], [Gates.All(dC)], c);
        return dC;
    }

    /// <summary>σ(o) · tanh(c).</summary>
    public readonly struct Output : IElementwise
    {
        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V> => at.Write(0, Lanes.Sigmoid.Apply(at.Read(0)) * V.Tanh(at.Read(1)));
    }

    /// <summary>The gradients of i, f, g and o from o, c and the output's.</summary>
    public readonly struct OutputPullGates : IElementwise
    {
        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V>
        {
            V o = Lanes.Sigmoid.Apply(at.Read(0));
            V gradient = at.Read(2) * V.Tanh(at.Read(1)) * o * (V.Constant(1f) - o);
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
            at.Write(0, Lanes.Sigmoid.Apply(at.Read(0)) * (V.Constant(1f) - (tanh * tanh)) * at.Read(2));
        }
    }
}
