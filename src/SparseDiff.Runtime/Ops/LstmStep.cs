using System.Runtime.CompilerServices;
using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    [ThreadStatic]
    private static Workspace? lstmStepWorkspace;

    /// <summary>One step of an LSTM behind the products: <see cref="LstmGates"/>, <see cref="LstmMemory"/> and <see cref="LstmOutput"/> in one pass.</summary>
    /// <remarks>Backwards it is one pass as well: the gradient of the gates themselves never exists.</remarks>
    /// <param name="z">The pre-activations of the gates side by side: i, f, g, o; [..., 4 · hidden].</param>
    /// <param name="c">The memory, [..., hidden].</param>
    /// <returns>The output and the next memory, each [..., hidden].</returns>
    /// <exception cref="ShapeException">The shapes do not go together.</exception>
    [Differentiable(ByHand = true)]
    public static (Tensor Told, Tensor Memory) LstmStep(Tensor z, Tensor c)
    {
        Gates.Check(nameof(LstmStep), nameof(z), z, 4, nameof(c), c);
        (Tensor told, Tensor memory) = (Tensor.Zeros(c.Device, c.Shape), Tensor.Zeros(c.Device, c.Shape));
        Step(z, c, Tensor.Zeros(z.Device, z.Shape), told, memory);
        return (told, memory);
    }

    /// <summary>Computes what <see cref="LstmStep"/> computes, and keeps what the backward pass reads.</summary>
    /// <param name="z">The pre-activations of the gates side by side: i, f, g, o; [..., 4 · hidden].</param>
    /// <param name="c">The memory, [..., hidden].</param>
    /// <param name="saved">What the backward pass reads; valid until the next forward pass in the same workspace.</param>
    /// <param name="workspace">The buffers of the results and of the gates; by default one for each thread.</param>
    /// <exception cref="ShapeException">The shapes do not go together.</exception>
    public static (Tensor Told, Tensor Memory) LstmStepForward(Tensor z, Tensor c, out LstmStepSaved saved, Workspace? workspace = null)
    {
        Gates.Check(nameof(LstmStep), nameof(z), z, 4, nameof(c), c);
        Workspace ws = (workspace ?? (lstmStepWorkspace ??= new Workspace())).Begin();
        Tensor gates = ws[0].TakeLike(z);
        Tensor told = ws[1].TakeLike(c);
        Tensor memory = ws[2].TakeLike(c);
        Step(z, c, gates, told, memory);
        saved = new LstmStepSaved(ws.Stamp(), gates, c, told, memory);
        return (told, memory);
    }

    /// <summary>Gives the gradients of the arguments from the gradients of the results.</summary>
    /// <param name="saved">What <see cref="LstmStepForward"/> kept.</param>
    /// <param name="dTold">The gradient of the output.</param>
    /// <param name="dMemory">The gradient of the next memory, without what comes by way of the output.</param>
    /// <param name="dZ">The gradient of the pre-activations.</param>
    /// <param name="dC">The gradient of the memory before.</param>
    public static void LstmStepBackward(in LstmStepSaved saved, Tensor dTold, Tensor dMemory, out Tensor dZ, out Tensor dC)
    {
        Workspace ws = saved.Stamp.Resume([dTold, dMemory], [saved.Told, saved.Memory], nameof(LstmStepBackward));
        (Tensor gates, int hidden) = (saved.Gates, saved.C.Columns);
        dZ = ws[3].TakeLike(gates);
        dC = ws[4].TakeLike(saved.C);
        Gates.Run(
            default(LstmStepPull),
            [
                Gates.Gate(gates, 0, hidden), Gates.Gate(gates, 1, hidden), Gates.Gate(gates, 2, hidden), Gates.Gate(gates, 3, hidden),
                Gates.All(saved.C), Gates.All(saved.Memory), Gates.All(dTold), Gates.All(dMemory),
            ],
            [Gates.Gate(dZ, 0, hidden), Gates.Gate(dZ, 1, hidden), Gates.Gate(dZ, 2, hidden), Gates.Gate(dZ, 3, hidden), Gates.All(dC)], saved.C);
    }

    private static void Step(Tensor z, Tensor c, Tensor gates, Tensor told, Tensor memory)
    {
        int hidden = c.Columns;
        Gates.Run(
            default(LstmStepApply),
            [Gates.Gate(z, 0, hidden), Gates.Gate(z, 1, hidden), Gates.Gate(z, 2, hidden), Gates.Gate(z, 3, hidden), Gates.All(c)],
            [
                Gates.Gate(gates, 0, hidden), Gates.Gate(gates, 1, hidden), Gates.Gate(gates, 2, hidden), Gates.Gate(gates, 3, hidden),
                Gates.All(told), Gates.All(memory),
            ], c);
    }

    /// <summary>What the backward pass of <see cref="LstmStep"/> reads of a forward pass.</summary>
    public readonly struct LstmStepSaved
    {
        internal LstmStepSaved(WorkspaceStamp stamp, Tensor gates, Tensor c, Tensor told, Tensor memory) =>
            (Stamp, Gates, C, Told, Memory) = (stamp, gates, c, told, memory);

        internal WorkspaceStamp Stamp { get; }

        internal Tensor Gates { get; }

        internal Tensor C { get; }

        internal Tensor Told { get; }

        internal Tensor Memory { get; }
    }

    /// <summary>The gates, the output and the next memory from the pre-activations of i, f, g, o and the memory.</summary>
    public readonly struct LstmStepApply : IElementwise
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V>
        {
            GateActivations.Open<V, A>(ref at, out V i, out V f, out V g, out V o);
            V memory = Memory.Of(i, f, g, at.Read(4));
            at.Write(4, Output.Of(o, memory));
            at.Write(5, memory);
        }
    }

    /// <summary>The gradients of the pre-activations and of the memory from i, f, g, o, both memories, and the results' gradients.</summary>
    public readonly struct LstmStepPull : IElementwise
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V>
        {
            V one = V.Constant(1f);
            V i = at.Read(0);
            V f = at.Read(1);
            V g = at.Read(2);
            V o = at.Read(3);
            V c = at.Read(4);
            V tanh = V.Tanh(at.Read(5));
            V dTold = at.Read(6);
            V dMemory = V.MultiplyAdd(dTold * o, one - (tanh * tanh), at.Read(7));
            at.Write(0, dMemory * g * i * (one - i));
            at.Write(1, dMemory * c * f * (one - f));
            at.Write(2, dMemory * i * (one - (g * g)));
            at.Write(3, dTold * tanh * o * (one - o));
            at.Write(4, dMemory * f);
        }
    }
}
