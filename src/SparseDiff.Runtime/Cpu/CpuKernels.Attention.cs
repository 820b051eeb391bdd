using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

internal sealed unsafe partial class CpuKernels
{
    public override void Attention(in AttentionShape shape, in HeadWindow q, in HeadWindow k, in HeadWindow v, in HeadWindow into)
    {
        var job = new AttentionJob { Shape = shape, Q = HeadPointer.Of(q), K = HeadPointer.Of(k), V = HeadPointer.Of(v), Y = HeadPointer.Of(into) };
        CpuPool.Run(ref job, shape.Batches * shape.Heads);
        KeepAlive(q.Tensor, k.Tensor, v.Tensor, into.Tensor);
    }

    public override void AttentionVjp(
        in AttentionShape shape, in HeadWindow q, in HeadWindow k, in HeadWindow v, in HeadWindow dY, HeadWindow? dQ, HeadWindow? dK, HeadWindow? dV)
    {
        var job = new AttentionVjpJob
        {
            Shape = shape,
            Q = HeadPointer.Of(q),
            K = HeadPointer.Of(k),
            V = HeadPointer.Of(v),
            DY = HeadPointer.Of(dY),
            DQ = HeadPointer.Of(dQ),
            DK = HeadPointer.Of(dK),
            DV = HeadPointer.Of(dV),
        };
        CpuPool.Run(ref job, shape.Batches * shape.Heads);
        KeepAlive(q.Tensor, k.Tensor, v.Tensor, dY.Tensor);
        KeepAlive(q.Tensor, dQ?.Tensor, dK?.Tensor, dV?.Tensor ?? q.Tensor);
    }
}
