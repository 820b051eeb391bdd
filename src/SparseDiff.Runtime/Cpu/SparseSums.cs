using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SparseDiff.Cpu;

/// <summary>What to do with the rows of the output that a sparse sum writes to.</summary>
internal enum SumMode
{
    /// <summary>Every row is written, zeros where it has no entry.</summary>
    Overwrite,

    /// <summary>Rows with entries are added to, the others left alone.</summary>
    Accumulate,

    /// <summary>Rows with entries are added to where they are marked as touched, written where they are not; the others left alone.</summary>
    ByMark,
}

/// <summary>
/// out[r, 0 … width) (= or +=) Σ over the entries e of r: values[e] · M[indices[e], 0 … width). The one kernel of both sparse products: a
/// vector accumulator for every sixteen columns, one broadcast an entry, multiply-adds straight from memory, each output written once.
/// The entries of r are start[r] … stop[r] − 1.
/// </summary>
internal readonly unsafe partial struct SparseSums(int* start, int* stop, int* indices, float* values, SumMode mode, byte* marks, long intoStride, bool streams)
{
    private readonly int* Start = start;
    private readonly int* Stop = stop;
    private readonly int* Indices = indices;
    private readonly float* Values = values;
    private readonly SumMode mode = mode;
    private readonly byte* marks = marks;
    private readonly long IntoStride = intoStride;
    private readonly bool streams = streams;

    /// <summary>Rows one behind the other: the entries of r are start[r] … start[r + 1] − 1.</summary>
    public SparseSums(int* start, int* indices, float* values, SumMode mode, byte* marks, long intoStride)
        : this(start, start + 1, indices, values, mode, marks, intoStride, streams: false)
    {
    }

    private bool SkipEmpty => mode != SumMode.Overwrite;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Adds(int row) => mode == SumMode.Accumulate || (mode == SumMode.ByMark && marks[row] != 0);

    /// <summary>
    /// Past the caches if the output is larger than they are: an ordinary store would read each line before it writes it. The interlocked
    /// operation that ends a part makes such stores visible to other threads.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Put(Vector512<float> sum, float* o)
    {
        if (streams)
            sum.StoreAlignedNonTemporal(o);
        else
            sum.Store(o);
    }

    /// <summary>Rows first … end − 1, columns 0 … width − 1 of m and into, at most 256 in a register-resident step.</summary>
    public void Run(int first, int end, float* m, long stride, float* into, int width)
    {
        int column = 0;
        for (; width - column >= 256; column += 256)
            Columns256(this, first, end, m + column, stride, into + column);
        if (width - column >= 128)
        {
            Columns128(this, first, end, m + column, stride, into + column);
            column += 128;
        }
        if (width - column >= 64)
        {
            Columns64(this, first, end, m + column, stride, into + column);
            column += 64;
        }
        if (width - column >= 32)
        {
            Columns32(this, first, end, m + column, stride, into + column);
            column += 32;
        }
        for (; column < width; column += 16)
            ColumnsUpTo16(this, first, end, m + column, stride, into + column, Math.Min(16, width - column));
    }

    /// <summary>256 columns at a time: 16 accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns256(in SparseSums t, int first, int end, float* m, long stride, float* into)
    {
        int* indices = t.Indices;
        float* values = t.Values;
        for (int row = first; row < end; row++)
        {
            int entry = t.Start[row];
            int stop = t.Stop[row];
            if (entry == stop && t.SkipEmpty)
                continue;
            float* o = into + (row * t.IntoStride);
            Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
            Vector512<float> s8 = default, s9 = default, s10 = default, s11 = default, s12 = default, s13 = default, s14 = default, s15 = default;
            if (t.Adds(row))
            {
                s0 = Vector512.Load(o);
                s1 = Vector512.Load(o + 16);
                s2 = Vector512.Load(o + 32);
                s3 = Vector512.Load(o + 48);
                s4 = Vector512.Load(o + 64);
                s5 = Vector512.Load(o + 80);
                s6 = Vector512.Load(o + 96);
                s7 = Vector512.Load(o + 112);
                s8 = Vector512.Load(o + 128);
                s9 = Vector512.Load(o + 144);
                s10 = Vector512.Load(o + 160);
                s11 = Vector512.Load(o + 176);
                s12 = Vector512.Load(o + 192);
                s13 = Vector512.Load(o + 208);
                s14 = Vector512.Load(o + 224);
                s15 = Vector512.Load(o + 240);
            }
            for (; entry < stop; entry++)
            {
                Vector512<float> x = Vector512.Create(values[entry]);
                float* p = m + (indices[entry] * stride);
                s0 = Simd.Fma(x, Vector512.Load(p), s0);
                s1 = Simd.Fma(x, Vector512.Load(p + 16), s1);
                s2 = Simd.Fma(x, Vector512.Load(p + 32), s2);
                s3 = Simd.Fma(x, Vector512.Load(p + 48), s3);
                s4 = Simd.Fma(x, Vector512.Load(p + 64), s4);
                s5 = Simd.Fma(x, Vector512.Load(p + 80), s5);
                s6 = Simd.Fma(x, Vector512.Load(p + 96), s6);
                s7 = Simd.Fma(x, Vector512.Load(p + 112), s7);
                s8 = Simd.Fma(x, Vector512.Load(p + 128), s8);
                s9 = Simd.Fma(x, Vector512.Load(p + 144), s9);
                s10 = Simd.Fma(x, Vector512.Load(p + 160), s10);
                s11 = Simd.Fma(x, Vector512.Load(p + 176), s11);
                s12 = Simd.Fma(x, Vector512.Load(p + 192), s12);
                s13 = Simd.Fma(x, Vector512.Load(p + 208), s13);
                s14 = Simd.Fma(x, Vector512.Load(p + 224), s14);
                s15 = Simd.Fma(x, Vector512.Load(p + 240), s15);
            }
            t.Put(s0, o);
            t.Put(s1, o + 16);
            t.Put(s2, o + 32);
            t.Put(s3, o + 48);
            t.Put(s4, o + 64);
            t.Put(s5, o + 80);
            t.Put(s6, o + 96);
            t.Put(s7, o + 112);
            t.Put(s8, o + 128);
            t.Put(s9, o + 144);
            t.Put(s10, o + 160);
            t.Put(s11, o + 176);
            t.Put(s12, o + 192);
            t.Put(s13, o + 208);
            t.Put(s14, o + 224);
            t.Put(s15, o + 240);
        }
    }

    /// <summary>128 columns at a time: 8 accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns128(in SparseSums t, int first, int end, float* m, long stride, float* into)
    {
        int* indices = t.Indices;
        float* values = t.Values;
        for (int row = first; row < end; row++)
        {
            int entry = t.Start[row];
            int stop = t.Stop[row];
            if (entry == stop && t.SkipEmpty)
                continue;
            float* o = into + (row * t.IntoStride);
            Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
            if (t.Adds(row))
            {
                s0 = Vector512.Load(o);
                s1 = Vector512.Load(o + 16);
                s2 = Vector512.Load(o + 32);
                s3 = Vector512.Load(o + 48);
                s4 = Vector512.Load(o + 64);
                s5 = Vector512.Load(o + 80);
                s6 = Vector512.Load(o + 96);
                s7 = Vector512.Load(o + 112);
            }
            for (; entry < stop; entry++)
            {
                Vector512<float> x = Vector512.Create(values[entry]);
                float* p = m + (indices[entry] * stride);
                s0 = Simd.Fma(x, Vector512.Load(p), s0);
                s1 = Simd.Fma(x, Vector512.Load(p + 16), s1);
                s2 = Simd.Fma(x, Vector512.Load(p + 32), s2);
                s3 = Simd.Fma(x, Vector512.Load(p + 48), s3);
                s4 = Simd.Fma(x, Vector512.Load(p + 64), s4);
                s5 = Simd.Fma(x, Vector512.Load(p + 80), s5);
                s6 = Simd.Fma(x, Vector512.Load(p + 96), s6);
                s7 = Simd.Fma(x, Vector512.Load(p + 112), s7);
            }
            t.Put(s0, o);
            t.Put(s1, o + 16);
            t.Put(s2, o + 32);
            t.Put(s3, o + 48);
            t.Put(s4, o + 64);
            t.Put(s5, o + 80);
            t.Put(s6, o + 96);
            t.Put(s7, o + 112);
        }
    }

    /// <summary>64 columns at a time: 4 accumulators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns64(in SparseSums t, int first, int end, float* m, long stride, float* into)
    {
        int* indices = t.Indices;
        float* values = t.Values;
        for (int row = first; row < end; row++)
        {
            int entry = t.Start[row];
            int stop = t.Stop[row];
            if (entry == stop && t.SkipEmpty)
                continue;
            float* o = into + (row * t.IntoStride);
            Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
            if (t.Adds(row))
            {
                s0 = Vector512.Load(o);
                s1 = Vector512.Load(o + 16);
                s2 = Vector512.Load(o + 32);
                s3 = Vector512.Load(o + 48);
            }
            for (; entry < stop; entry++)
            {
                Vector512<float> x = Vector512.Create(values[entry]);
                float* p = m + (indices[entry] * stride);
                s0 = Simd.Fma(x, Vector512.Load(p), s0);
                s1 = Simd.Fma(x, Vector512.Load(p + 16), s1);
                s2 = Simd.Fma(x, Vector512.Load(p + 32), s2);
                s3 = Simd.Fma(x, Vector512.Load(p + 48), s3);
            }
            t.Put(s0, o);
            t.Put(s1, o + 16);
            t.Put(s2, o + 32);
            t.Put(s3, o + 48);
        }
    }
}
