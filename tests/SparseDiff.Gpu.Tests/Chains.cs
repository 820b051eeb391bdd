using System.Runtime.CompilerServices;
using SparseDiff.Gpu;
using SparseDiff.Kernels;
using SparseDiff.Lanes;

namespace SparseDiff.Tests;

/// <summary>The gradient through relu and a scale, as the generator would write it: a chain with a field and a GPU kernel of its own.</summary>
internal readonly struct ScaledReluPull(float scale) : IElementwise, IGpuElementwise<ScaledReluPull>
{
    private readonly float scale = scale;

    public static Action<ScaledReluPull, GpuLanes> GpuKernel => OnGpu;

    /// <summary>Inputs: dH, h. Output: dZ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<V, A>(ref A at)
        where V : struct, ILane<V>
        where A : struct, ILanes<V> => at.Write(0, V.Constant(scale) * Relu.Pull(at.Read(1), at.Read(0)));

    private static void OnGpu(ScaledReluPull kernel, GpuLanes at)
    {
        for (int i = GpuLanes.First; i < at.Length; i += GpuLanes.Stride)
        {
            FloatLane dH = at.Read(0, i);
            FloatLane h = at.Read(1, i);
            at.Write(0, i, FloatLane.Constant(kernel.scale) * Relu.Pull(h, dH));
        }
    }
}

/// <summary>A chain of three inputs and two outputs: both gradients of a · b + c.</summary>
internal readonly struct ProductPulls : IElementwise
{
    /// <summary>Inputs: dY, a, b. Outputs: dA, dB.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<V, A>(ref A at)
        where V : struct, ILane<V>
        where A : struct, ILanes<V>
    {
        V dY = at.Read(0);
        V a = at.Read(1);
        V b = at.Read(2);
        at.Write(0, Multiply.PullA(b, dY));
        at.Write(1, Multiply.PullB(a, dY));
    }
}

/// <summary>1 where 2 is greater than x: a comparison with its constant on the left, which ILGPU turns round.</summary>
internal readonly struct BelowTwo : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<V, A>(ref A at)
        where V : struct, ILane<V>
        where A : struct, ILanes<V> => at.Write(0, V.Select(V.Greater(V.Constant(2f), at.Read(0)), V.Constant(1f), V.Constant(0f)));
}

/// <summary>Every function that a lane has, and every place an input and an output can take.</summary>
internal readonly struct EverythingAtOnce : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<V, A>(ref A at)
        where V : struct, ILane<V>
        where A : struct, ILanes<V>
    {
        V positive = V.Abs(at.Read(0)) + V.Constant(0.1f);
        V a = V.Exp(at.Read(1)) + V.Log(positive) + V.Tanh(at.Read(2)) + V.Erf(at.Read(3));
        V b = V.Sqrt(positive) / V.Max(at.Read(4), V.Constant(0.5f)) - V.Min(at.Read(5), positive);
        V c = V.Select(V.Greater(at.Read(6), at.Read(7)), V.Floor(a), -b);
        V d = V.Select(V.Equal(c, b), a, V.Select(V.GreaterOrEqual(a, b), V.MultiplyAdd(a, b, c), c));
        at.Write(0, a);
        at.Write(1, b);
        at.Write(2, c);
        at.Write(3, d);
    }
}

/// <summary>Chains that the code which launches kernels cannot see.</summary>
internal static class Hidden
{
    /// <summary>A private chain without fields, as in a private nested model.</summary>
    public static void Run(KernelSet kernels, Tensor x, Tensor y) => kernels.Elementwise(default(Doubled), [x], [y]);

    /// <summary>A private chain with a field.</summary>
    public static void RunScaled(KernelSet kernels, Tensor x, Tensor y) => kernels.Elementwise(new Scaled(3f), [x], [y]);

    private readonly struct Doubled : IElementwise
    {
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V> => at.Write(0, at.Read(0) + at.Read(0));
    }

    private readonly struct Scaled(float scale) : IElementwise
    {
        private readonly float scale = scale;

        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V> => at.Write(0, V.Constant(scale) * at.Read(0));
    }
}
