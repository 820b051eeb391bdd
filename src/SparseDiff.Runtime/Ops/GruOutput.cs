using SparseDiff.Kernels;

namespace SparseDiff;

public static partial class Ops
{
    /// <summary>The next state of a GRU cell, (1 - u) · n + u · h with n = tanh(nX + r · nH) (Cho et al., arXiv 1406.1078).</summary>
    /// <param name="zX">What the input contributes to the gates r, u, n side by side, [..., 3 · hidden].</param>
    /// <param name="zH">What the state contributes to them, [..., 3 · hidden].</param>
    /// <param name="h">The state, [..., hidden].</param>
    /// <param name="into">For generated code: the buffer of the result.</param>
    /// <returns>[..., hidden].</returns>
    /// <exception cref="ShapeException">The shapes do not go together.</exception>
    [return: Shape("..., hidden")]
    public static Tensor GruOutput([Shape("..., gates")] Tensor zX, [Shape("..., gates")] Tensor zH, [Shape("..., hidden")] Tensor h, Slot into = default)
    {
        Gates.Check(nameof(GruOutput), nameof(zX), zX, 3, nameof(h), h);
        Gates.Check(nameof(GruOutput), nameof(zH), zH, 3, nameof(h), h);
        Tensor y = into.TakeLike(h);
        int hidden = h.Columns;
        Gates.Run(
            default(NextState),
            [
                Gates.Gate(zX, 0, hidden), Gates.Gate(zX, 1, hidden), Gates.Gate(zX, 2, hidden),
                Gates.Gate(zH, 0, hidden), Gates.Gate(zH, 1, hidden), Gates.Gate(zH, 2, hidden), Gates.All(h),
            ],
            [Gates.All(y)], h);
        return y;
    }

    /// <summary>The gradients of what the input contributes.</summary>
    [VjpOf(nameof(GruOutput), "zX")]
    public static Tensor GruOutputVjpZX(Tensor zX, Tensor zH, Tensor h, Tensor dY, Slot into = default) =>
        GruPull(default(NextStatePullInput), zX, zH, h, dY, into);

    /// <summary>The gradients of what the state contributes.</summary>
    [VjpOf(nameof(GruOutput), "zH")]
    public static Tensor GruOutputVjpZH(Tensor zX, Tensor zH, Tensor h, Tensor dY, Slot into = default) =>
        GruPull(default(NextStatePullState), zX, zH, h, dY, into);

    /// <summary>dH = u · dY.</summary>
    [VjpOf(nameof(GruOutput), "h")]
    public static Tensor GruOutputVjpH(Tensor zX, Tensor zH, Tensor dY, Slot into = default)
    {
        Tensor dH = into.TakeLike(dY);
        int hidden = dY.Columns;
        Gates.Run(default(SumSigmoidTimes), [Gates.Gate(zX, 1, hidden), Gates.Gate(zH, 1, hidden), Gates.All(dY)], [Gates.All(dH)], dY);
        return dH;
    }

    private static Tensor GruPull<TKernel>(in TKernel kernel, Tensor zX, Tensor zH, Tensor h, Tensor dY, Slot into)
        where TKernel : struct, IElementwise
    {
        Tensor dZ = into.TakeLike(zX);
        int hidden = h.Columns;
        Gates.Run(
            kernel,
            [
                Gates.Gate(zX, 0, hidden), Gates.Gate(zX, 1, hidden), Gates.Gate(zX, 2, hidden),
                Gates.Gate(zH, 0, hidden), Gates.Gate(zH, 1, hidden), Gates.Gate(zH, 2, hidden), Gates.All(h), Gates.All(dY),
            ],
            [Gates.Gate(dZ, 0, hidden), Gates.Gate(dZ, 1, hidden), Gates.Gate(dZ, 2, hidden)], h);
        return dZ;
    }

    /// <summary>(1 - u) · n + u · h from rX, uX, nX, rH, uH, nH, h.</summary>
    public readonly struct NextState : IElementwise
    {
        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V>
        {
            V r = Lanes.Sigmoid.Apply(at.Read(0) + at.Read(3));
            V u = Lanes.Sigmoid.Apply(at.Read(1) + at.Read(4));
            V n = V.Tanh(V.MultiplyAdd(r, at.Read(5), at.Read(2)));
            at.Write(0, V.MultiplyAdd(u, at.Read(6) - n, n));
        }
    }

    /// <summary>The gradients of rX, uX and nX from rX, uX, nX, rH, uH, nH, h and the next state's.</summary>
    public readonly struct NextStatePullInput : IElementwise
    {
        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V>
        {
            V one = V.Constant(1f);
            V r = Lanes.Sigmoid.Apply(at.Read(0) + at.Read(3));
            V u = Lanes.Sigmoid.Apply(at.Read(1) + at.Read(4));
            V n = V.Tanh(V.MultiplyAdd(r, at.Read(5), at.Read(2)));
            V dY = at.Read(7);
            V dN = dY * (one - u) * (one - (n * n));
            at.Write(0, dN * at.Read(5) * r * (one - r));
            at.Write(1, dY * (at.Read(6) - n) * u * (one - u));
            at.Write(2, dN);
        }
    }

    /// <summary>The gradients of rH, uH and nH from rX, uX, nX, rH, uH, nH, h and the next state's.</summary>
    public readonly struct NextStatePullState : IElementwise
    {
        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V>
        {
            V one = V.Constant(1f);
            V r = Lanes.Sigmoid.Apply(at.Read(0) + at.Read(3));
            V u = Lanes.Sigmoid.Apply(at.Read(1) + at.Read(4));
            V n = V.Tanh(V.MultiplyAdd(r, at.Read(5), at.Read(2)));
            V dY = at.Read(7);
            V dN = dY * (one - u) * (one - (n * n));
            at.Write(0, dN * at.Read(5) * r * (one - r));
            at.Write(1, dY * (at.Read(6) - n) * u * (one - u));
            at.Write(2, dN * r);
        }
    }

    /// <summary>σ(x + y) · z.</summary>
    public readonly struct SumSigmoidTimes : IElementwise
    {
        /// <inheritdoc/>
        public void Apply<V, A>(ref A at)
            where V : struct, ILane<V>
            where A : struct, ILanes<V> => at.Write(0, Lanes.Sigmoid.Apply(at.Read(0) + at.Read(1)) * at.Read(2));
    }
}
