using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

/// <summary>Each line along an axis becomes one number: in place where lines are contiguous, through scratch where they are not.</summary>
internal unsafe struct ReduceJob : IPartJob
{
    private const int EntriesPerPart = 8192;

    public Reduction Reduction;
    public float* X;
    public float* Into;
    public int Lines;
    public int Length;
    public int Inner;

    private readonly int LinesPerPart => Math.Max(1, EntriesPerPart / Length);

    public void Run() => CpuPool.Run(ref this, (Lines + LinesPerPart - 1) / LinesPerPart);

    public readonly void Run(int part)
    {
        float* room = Inner == 1 ? null : Scratch.Get<float>(ScratchUse.Row, Length);
        int end = Math.Min(Lines, (part + 1) * LinesPerPart);
        for (int line = part * LinesPerPart; line < end; line++)
        {
            float* start = X + ((long)(line / Inner) * Length * Inner) + (line % Inner);
            for (int i = 0; i < Length && Inner != 1; i++)
                room[i] = start[(long)i * Inner];
            Into[line] = Reduce(Inner == 1 ? start : room);
        }
    }

    private readonly float Reduce(float* x)
    {
        if (Reduction == Reduction.Product)
        {
            double product = 1;
            for (int i = 0; i < Length; i++)
                product *= x[i];
            return (float)product;
        }
        float largest = SoftmaxLine.Max(x, Length);
        if (Reduction == Reduction.Maximum || !float.IsFinite(largest))
            return largest;
        return largest + MathF.Log(SoftmaxLine.ExpSum(x, Length, largest, null));
    }
}
