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

    public override long CountOfEnergy(ReadOnlySpan<Tensor> tensors, double share) => CutOfEnergy(tensors, share).Count;

    public override void SelectTensorByEnergy(Tensor gradient, double share, SparseRows into)
    {
        EnergyCut cut = CutOfEnergy([gradient], share);
        int ties = cut.AllTies ? 0 : cut.Ties;
        if (cut.Count > MaskedAbove * gradient.Length && ties == 0)
            GradientSweep.MaskAtLeast(Host.Pointer(gradient), gradient.Length, cut.Rank, Host.Pointer(into.BeginMasked(gradient.Shape)));
        else if (cut.Count > MaskedAbove * gradient.Length)
            RowSelector.Mask(Host.Pointer(gradient), gradient.Length, cut.Rank, ties, Host.Pointer(into.BeginMasked(gradient.Shape)));
        else
        {
            into.BeginCompressed(gradient.Shape, (int)cut.Count);
            into.Pattern.Count = TensorTopK.SelectAtLeast(
                Host.Pointer(gradient), into.Rows, into.Columns, cut.Rank, ties, Host.Pointer(into.Pattern.RowStart), Host.Pointer(into.Pattern.ColumnIndex), Host.Pointer(into.Values));
        }
        GC.KeepAlive(gradient);
        GC.KeepAlive(into);
    }

    public override void SampleTensorByVariance(Tensor gradient, double variance, float uniform, SparseRows into)
    {
        (int rows, int columns) = Matrix(gradient.Shape);
        double tau = VarianceThreshold.Find(Host.Pointer(gradient), gradient.Length, variance);
        Write(MagnitudeSample.Draw(Host.Pointer(gradient), rows, columns, tau, uniform), gradient.Shape, into);
        GC.KeepAlive(gradient);
    }

    private static EnergyCut CutOfEnergy(ReadOnlySpan<Tensor> tensors, double share)
    {
        using HostPlaces memory = new(tensors);
        EnergyCut cut = EnergyRank.Find(memory.Places, memory.Lengths, share);
        Host.KeepAlive(tensors);
        return cut;
    }
}
