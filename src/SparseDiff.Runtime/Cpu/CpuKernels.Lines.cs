using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

internal sealed unsafe partial class CpuKernels
{
    public override void Reduce(Reduction reduction, Tensor x, int outer, int length, int inner, Tensor into)
    {
        var job = new ReduceJob { Reduction = reduction, X = Host.Pointer(x), Into = Host.Pointer(into), Lines = outer * inner, Length = length, Inner = inner };
        job.Run();
        KeepAlive(x, null, null, into);
    }

    public override void Scan(Tensor x, int outer, int length, int inner, bool product, bool exclusive, bool reverse, Tensor into)
    {
        float* from = Host.Pointer(x), to = Host.Pointer(into);
        for (int line = 0; line < outer * inner; line++)
        {
            long start = ((long)(line / inner) * length * inner) + (line % inner);
            double total = product ? 1 : 0;
            for (int i = 0; i < length; i++)
            {
                long place = start + ((long)(reverse ? length - 1 - i : i) * inner);
                double next = product ? total * from[place] : total + from[place];
                to[place] = (float)(exclusive ? total : next);
                total = next;
            }
        }
        KeepAlive(x, null, null, into);
    }
}
