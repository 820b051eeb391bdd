using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

/// <summary>How an optimizer changes sixteen weights; it keeps its state at the weights' own positions.</summary>
internal unsafe interface IUpdateRule
{
    /// <summary>The new weights at <paramref name="position"/>, of which <paramref name="count"/> exist.</summary>
    Vector512<float> Update(Vector512<float> w, Vector512<float> g, long position, int count);

    /// <summary>Asks for the state at <paramref name="position"/>.</summary>
    void Prefetch(long position);
}

/// <summary>Gradient descent (<see cref="SgdStep"/>); the momentum is null when there is none.</summary>
internal readonly unsafe struct SgdRule(in SgdStep step, float* momentum) : IUpdateRule
{
    private readonly SgdStep step = step;
    private readonly float* momentum = momentum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(long position)
    {
        if (momentum != null)
            Simd.Prefetch(momentum + position);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Update(Vector512<float> w, Vector512<float> g, long position, int count)
    {
        g = Simd.Fma(Vector512.Create(step.WeightDecay), w, g);
        if (momentum != null)
        {
            Vector512<float> beta = Vector512.Create(step.Momentum);
            Vector512<float> m = Simd.WithoutSubnormals(Simd.Fma(beta, Simd.LoadPart(momentum + position, count), g));
            Simd.StorePart(momentum + position, count, m);
            g = step.Nesterov ? Simd.Fma(beta, m, g) : m;
        }
        return Simd.Fma(Vector512.Create(-step.Rate), g, w);
    }
}

/// <summary>Adam and AdamW (<see cref="AdamStep"/>).</summary>
internal readonly unsafe struct AdamRule(in AdamStep step, float* first, float* second) : IUpdateRule
{
    private readonly AdamStep step = step;
    private readonly float* first = first;
    private readonly float* second = second;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(long position)
    {
        Simd.Prefetch(first + position);
        Simd.Prefetch(second + position);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Update(Vector512<float> w, Vector512<float> g, long position, int count)
    {
        g = Simd.Fma(Vector512.Create(step.Penalty), w, g);
        Vector512<float> m = Simd.LoadPart(first + position, count);
        Vector512<float> v = Simd.LoadPart(second + position, count);
        m = Simd.WithoutSubnormals(Simd.Fma(Vector512.Create(step.Beta1), m, Vector512.Create(1 - step.Beta1) * g));
        v = Simd.WithoutSubnormals(Simd.Fma(Vector512.Create(step.Beta2), v, Vector512.Create(1 - step.Beta2) * g * g));
        Simd.StorePart(first + position, count, m);
        Simd.StorePart(second + position, count, v);
        Vector512<float> denominator = Simd.Fma(Vector512.Sqrt(v), Vector512.Create(step.SecondScale), Vector512.Create(step.Epsilon));
        return Simd.Fma(w, Vector512.Create(step.Shrink), Vector512.Create(-step.StepSize) * m / denominator);
    }
}

/// <summary>One optimizer step over all entries of a parameter, or over some of its rows.</summary>
internal unsafe struct UpdateJob<TRule> : IPartJob
    where TRule : struct, IUpdateRule
{
    /// <summary>Entries of a part.</summary>
    public const int Piece = 16384;

    public TRule Rule;
    public float* Weights;
    public float* Gradient;
    private int* rows;
    private long length;
    private int rowCount;
    private int rowLength;
    private int rowsPerPart;

    public void RunAll(long count)
    {
        length = count;
        CpuPool.Run(ref this, (int)((count + Piece - 1) / Piece));
    }

    public void RunRows(int* touched, int touchedCount, int entriesPerRow)
    {
        rows = touched;
        rowCount = touchedCount;
        rowLength = entriesPerRow;
        rowsPerPart = Math.Max(1, Piece / Math.Max(1, entriesPerRow));
        CpuPool.Run(ref this, (touchedCount + rowsPerPart - 1) / rowsPerPart);
    }

    public void Run(int part)
    {
        if (rows == null)
        {
            long start = (long)part * Piece;
            Range(start, Math.Min(length, start + Piece));
            return;
        }
        int end = Math.Min(rowCount, (part + 1) * rowsPerPart);
        for (int i = part * rowsPerPart; i < end; i++)
            Range((long)rows[i] * rowLength, ((long)rows[i] + 1) * rowLength);
    }

    /// <summary>Steps the entries from <paramref name="start"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Range(long start, long end)
    {
        TRule rule = Rule;
        float* w = Weights;
        float* g = Gradient;
        for (; start + 16 <= end; start += 16)
            rule.Update(Vector512.Load(w + start), Vector512.Load(g + start), start, 16).Store(w + start);
        if (start < end)
        {
            int count = (int)(end - start);
            Simd.StoreFirst(w + start, count, rule.Update(Simd.LoadFirst(w + start, count), Simd.LoadFirst(g + start, count), start, count));
        }
    }
}
