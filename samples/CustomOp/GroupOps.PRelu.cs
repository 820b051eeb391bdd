using System.Runtime.CompilerServices;
using SparseDiff;
using SparseDiff.Kernels;

namespace CustomOp;

// An element-wise operation is one struct. Vector loops, the GPU kernel, fusion with its neighbours and every sparse format
// follow from it.
public static partial class GroupOps
{
    /// <summary>x where x is positive, else slope · x, with a slope that is learned (He et al., arXiv 1502.01852).</summary>
    /// <param name="x">[..., features].</param>
    /// <param name="slope">[features], or any shape that broadcasts to x's.</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    [Elementwise(typeof(PReluLane))]
    public static Tensor PRelu(Tensor x, Tensor slope, Slot into = default) => Elementwise.Map(default(Binary<PReluLane>), [x, slope], into);
}

/// <summary>One lane of <see cref="GroupOps.PRelu"/>. The names of a pull's parameters say which forward values it reads.</summary>
public readonly struct PReluLane : IBinaryOp
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x, V slope)
        where V : struct, ILane<V> => V.Select(V.Greater(x, V.Constant(0f)), x, slope * x);

    /// <summary>The gradient of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V PullX<V>(V x, V slope, V dY)
        where V : struct, ILane<V> => V.Select(V.Greater(x, V.Constant(0f)), dY, slope * dY);

    /// <summary>The gradient of the slope, for each entry of x; its sum over the examples follows by itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V PullSlope<V>(V x, V dY)
        where V : struct, ILane<V> => V.Min(x, V.Constant(0f)) * dY;
}
