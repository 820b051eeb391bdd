using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

internal sealed unsafe partial class CpuKernels
{
    public override void Elementwise<TKernel>(in TKernel kernel, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs)
    {
        var loop = new ElementwiseLoop<TKernel>(kernel, inputs, outputs.Length, outputs[0].Shape, keepColumns: false);
        Span<nint> addresses = stackalloc nint[outputs.Length];
        for (int o = 0; o < outputs.Length; o++)
            addresses[o] = (nint)Host.Pointer(outputs[o]);
        ElementwiseJob<TKernel>.Run(loop, addresses);
        Host.KeepAlive(inputs);
        Host.KeepAlive(outputs);
    }

    public override void BroadcastTo(Tensor x, Tensor into, float scale)
    {
        var loop = new ElementwiseLoop<Scaled>(new Scaled(scale), [x], 1, into.Shape, keepColumns: false);
        ElementwiseJob<Scaled>.Run(loop, [(nint)Host.Pointer(into)]);
        GC.KeepAlive(x);
        GC.KeepAlive(into);
    }

    /// <summary>y = scale · x.</summary>
    private readonly struct Scaled(float scale) : IElementwise
    {
        private readonly float scale = scale;

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V> => at.Write(0, V.Constant(scale) * at.Read(0));
    }
}
