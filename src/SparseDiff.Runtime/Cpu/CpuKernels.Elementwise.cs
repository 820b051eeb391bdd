using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

internal sealed unsafe partial class CpuKernels
{
    public override void Elementwise<TKernel>(in TKernel kernel, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) =>
        ElementwiseJob<TKernel>.Run(kernel, inputs, outputs);

    public override void BroadcastTo(Tensor x, Tensor into, float scale) => ElementwiseJob<Scaled>.Run(new Scaled(scale), [x], [into]);

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
