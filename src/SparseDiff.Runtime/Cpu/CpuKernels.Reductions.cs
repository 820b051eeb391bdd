namespace SparseDiff.Cpu;

internal sealed unsafe partial class CpuKernels
{
    public override void SumTo(Tensor x, Tensor into, float scale, bool accumulate)
    {
        BroadcastPlan plan = BroadcastPlan.Of([into], x.Shape, keepColumns: false);
        Reductions.SumTo(Host.Pointer(x), plan, Host.Pointer(into), into.Length, scale, accumulate);
        GC.KeepAlive(x);
        GC.KeepAlive(into);
    }

    public override void Permute(Tensor x, ReadOnlySpan<int> axes, Tensor into)
    {
        Permutation.Copy(Host.Pointer(x), x.Shape, axes, Host.Pointer(into));
        GC.KeepAlive(x);
        GC.KeepAlive(into);
    }
}
