using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SparseDiff.Cpu;

/// <summary>
/// One optimizer step by a gradient that is still a product dYᵀ · x of few entries: each row of it is summed in registers and stepped by at once, so that
/// the gradient itself is neither written nor read. The sums are those of <see cref="SparseSums"/>, bit by bit.
/// </summary>
internal unsafe struct ProductStep<TRule> : IPartJob
    where TRule : struct, IUpdateRule
{
    /// <summary>Columns that are summed at a time: 8 accumulators.</summary>
    private const int Columns = 128;

    /// <summary>
    /// How many entries ahead the weights and their state are asked for, and from which number of weights on: sums keep the processor from seeing that they are
    /// walked, and nearer caches need no asking.
    /// </summary>
    private const int AskedAhead = 512, AsksFrom = 1 << 20;

    public TRule Rule;
    public float* Weights;

    /// <summary>By rows of the gradient: dYᵀ.</summary>
    public Csr Entries;

    /// <summary>Rows of <see cref="Width"/> entries that lie <see cref="Stride"/> apart.</summary>
    public float* X;
    public int Width;
    public int Stride;

    /// <summary>Whether rows without entries stay as they are.</summary>
    public bool TouchedOnly;
    private int rowsPerPart;
    private long ahead;

    public void RunAll()
    {
        rowsPerPart = Math.Max(1, UpdateJob<TRule>.Piece / Math.Max(1, Width));
        ahead = (long)Entries.Rows * Width >= AsksFrom ? AskedAhead : 0;
        CpuPool.Run(ref this, (Entries.Rows + rowsPerPart - 1) / rowsPerPart);
    }

    public readonly void Run(int part)
    {
        int end = Math.Min(Entries.Rows, (part + 1) * rowsPerPart);
        for (int row = part * rowsPerPart; row < end; row++)
        {
            if (TouchedOnly && Entries.RowStart[row] == Entries.RowStart[row + 1])
                continue;
            int column = Blocks(row);
            if (column < Width)
                Rest(row, column);
        }
    }

    /// <summary>All whole blocks of columns; how many columns that is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly int Blocks(int row)
    {
        TRule rule = Rule;
        int* indices = Entries.Indices;
        float* values = Entries.Values;
        int start = Entries.RowStart[row];
        int stop = Entries.RowStart[row + 1];
        long stride = Stride;
        long position = (long)row * Width;
        int column = 0;
        for (; column + Columns <= Width; column += Columns, position += Columns)
        {
            if (ahead > 0)
            {
                for (long line = position + ahead; line < position + ahead + Columns; line += Vector512<float>.Count)
                {
                    Simd.Prefetch(Weights + line);
                    rule.Prefetch(line);
                }
            }
            float* x = X + column;
            Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
            for (int entry = start; entry < stop; entry++)
            {
                Vector512<float> value = Vector512.Create(values[entry]);
                float* p = x + (indices[entry] * stride);
                s0 = Simd.Fma(value, Vector512.Load(p), s0);
                s1 = Simd.Fma(value, Vector512.Load(p + 16), s1);
                s2 = Simd.Fma(value, Vector512.Load(p + 32), s2);
                s3 = Simd.Fma(value, Vector512.Load(p + 48), s3);
                s4 = Simd.Fma(value, Vector512.Load(p + 64), s4);
                s5 = Simd.Fma(value, Vector512.Load(p + 80), s5);
                s6 = Simd.Fma(value, Vector512.Load(p + 96), s6);
                s7 = Simd.Fma(value, Vector512.Load(p + 112), s7);
            }
            Update(rule, s0, position);
            Update(rule, s1, position + 16);
            Update(rule, s2, position + 32);
            Update(rule, s3, position + 48);
            Update(rule, s4, position + 64);
            Update(rule, s5, position + 80);
            Update(rule, s6, position + 96);
            Update(rule, s7, position + 112);
        }
        return column;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Update(in TRule rule, Vector512<float> g, long position)
        => rule.Update(Vector512.Load(Weights + position), g, position, Vector512<float>.Count).Store(Weights + position);

    /// <summary>The columns behind the last whole block, sixteen at a time. <see cref="SparseSums"/> sums 32 that are left of 64 by pairs of entries.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Rest(int row, int column)
    {
        TRule rule = Rule;
        int* indices = Entries.Indices;
        float* values = Entries.Values;
        int stop = Entries.RowStart[row + 1];
        long stride = Stride;
        int firstInPairs = Width - (Width % 64);
        int endOfPairs = Width % 64 < 32 ? firstInPairs : firstInPairs + 32;
        for (; column < Width; column += 16)
        {
            int count = Math.Min(16, Width - column);
            bool inPairs = column >= firstInPairs && column < endOfPairs;
            float* x = X + column;
            int entry = Entries.RowStart[row];
            Vector512<float> sum = default, odd = default;
            for (; inPairs && entry + 1 < stop; entry += 2)
            {
                sum = Simd.Fma(Vector512.Create(values[entry]), Vector512.Load(x + (indices[entry] * stride)), sum);
                odd = Simd.Fma(Vector512.Create(values[entry + 1]), Vector512.Load(x + (indices[entry + 1] * stride)), odd);
            }
            for (; entry < stop; entry++)
                sum = Simd.Fma(Vector512.Create(values[entry]), Simd.LoadPart(x + (indices[entry] * stride), count), sum);
            long position = ((long)row * Width) + column;
            float* w = Weights + position;
            Simd.StorePart(w, count, rule.Update(Simd.LoadPart(w, count), sum + odd, position, count));
        }
    }
}
