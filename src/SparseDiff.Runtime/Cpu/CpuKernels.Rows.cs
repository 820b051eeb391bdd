using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

internal sealed unsafe partial class CpuKernels
{
    public override void Softmax(Tensor x, int axis, bool logarithm, Tensor into)
    {
        LineJob<SoftmaxLine>.Run(new SoftmaxLine(logarithm), Host.Pointer(x), null, Host.Pointer(into), x.Shape, axis);
        GC.KeepAlive(x);
        GC.KeepAlive(into);
    }

    public override void SoftmaxVjp(Tensor y, Tensor dY, int axis, bool logarithm, Tensor into)
    {
        LineJob<SoftmaxVjpLine>.Run(new SoftmaxVjpLine(logarithm), Host.Pointer(y), Host.Pointer(dY), Host.Pointer(into), y.Shape, axis);
        GC.KeepAlive(y);
        GC.KeepAlive(dY);
        GC.KeepAlive(into);
    }

    public override void CrossEntropy(Tensor logits, Labels labels, in LabelTargets targets, Tensor loss)
    {
        CrossEntropyJob job = CrossEntropyOf(logits, labels, targets);
        job.Losses = Scratch.Get<double>(ScratchUse.Partials, job.Rows);
        job.Run();
        double total = 0;
        for (int row = 0; row < job.Rows; row++)
            total += job.Losses[row];
        *Host.Pointer(loss) = (float)(total / targets.Counted);
        GC.KeepAlive(logits);
        GC.KeepAlive(labels);
        GC.KeepAlive(loss);
    }

    public override void CrossEntropyVjp(Tensor logits, Labels labels, in LabelTargets targets, Tensor dLoss, Tensor into)
    {
        CrossEntropyJob job = CrossEntropyOf(logits, labels, targets);
        job.Gradient = Host.Pointer(into);
        job.Scale = *Host.Pointer(dLoss) / targets.Counted;
        job.Run();
        GC.KeepAlive(logits);
        GC.KeepAlive(labels);
        GC.KeepAlive(dLoss);
        GC.KeepAlive(into);
    }

    private static CrossEntropyJob CrossEntropyOf(Tensor logits, Labels labels, in LabelTargets targets) => new()
    {
        Logits = Host.Pointer(logits),
        Labels = Host.Pointer(labels.Storage) + labels.Offset,
        Rows = labels.Count,
        Classes = logits.Columns,
        Smoothing = targets.Smoothing,
        Ignored = targets.Ignored,
    };
}
