using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

internal sealed unsafe partial class CpuKernels
{
    public override void SelectRowsByEnergy(Tensor gradient, double share, SparseRows into)
    {
        (int rows, int columns) = Matrix(gradient.Shape);
        var job = new RowEnergyJob { Gradient = Host.Pointer(gradient), Rows = rows, Columns = columns, Share = share };
        long count = job.FindCuts();
        if (count > MaskedAbove * gradient.Length)
            job.WriteMasked(Host.Pointer(into.BeginMasked(gradient.Shape)));
        else
        {
            into.BeginCompressed(gradient.Shape, (int)count);
            job.Write(Host.Pointer(into.Pattern.RowStart), Host.Pointer(into.Pattern.ColumnIndex), Host.Pointer(into.Values));
            into.Pattern.Count = (int)count;
        }
        GC.KeepAlive(gradient);
        GC.KeepAlive(into);
    }

    public override void SampleRowsByVariance(Tensor gradient, double variance, RowStream stream, SparseRows into)
    {
        (int rows, int columns) = Matrix(gradient.Shape);
        Write(MagnitudeSample.DrawRows(Host.Pointer(gradient), rows, columns, 0, variance, stream), gradient.Shape, into);
        GC.KeepAlive(gradient);
    }
}
