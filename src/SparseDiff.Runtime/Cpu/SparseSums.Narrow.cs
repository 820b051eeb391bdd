using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SparseDiff.Cpu;

/// <content>The last columns, of which there are few.</content>
internal readonly unsafe partial struct SparseSums
{
    /// <summary>32 columns at a time: entries in pairs, so that four accumulators hide the latency of a multiply-add.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns32(in SparseSums t, int first, int end, float* m, long stride, float* into)
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
            Vector512<float> s0 = default, s1 = default, r0 = default, r1 = default;
            if (t.Adds(row))
            {
                s0 = Vector512.Load(o);
                s1 = Vector512.Load(o + 16);
            }
            for (; entry + 1 < stop; entry += 2)
            {
                Vector512<float> x = Vector512.Create(values[entry]);
                float* p = m + (indices[entry] * stride);
                Vector512<float> y = Vector512.Create(values[entry + 1]);
                float* q = m + (indices[entry + 1] * stride);
                s0 = Simd.Fma(x, Vector512.Load(p), s0);
                s1 = Simd.Fma(x, Vector512.Load(p + 16), s1);
                r0 = Simd.Fma(y, Vector512.Load(q), r0);
                r1 = Simd.Fma(y, Vector512.Load(q + 16), r1);
            }
            if (entry < stop)
            {
                Vector512<float> x = Vector512.Create(values[entry]);
                float* p = m + (indices[entry] * stride);
                s0 = Simd.Fma(x, Vector512.Load(p), s0);
                s1 = Simd.Fma(x, Vector512.Load(p + 16), s1);
            }
            (s0 + r0).Store(o);
            (s1 + r1).Store(o + 16);
        }
    }

    /// <summary>The last one to sixteen columns, masked: a vector that overlapped its neighbour would add some columns twice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ColumnsUpTo16(in SparseSums t, int first, int end, float* m, long stride, float* into, int width)
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
            Vector512<float> sum = t.Adds(row) ? Simd.LoadFirst(o, width) : default;
            for (; entry < stop; entry++)
                sum = Simd.Fma(Vector512.Create(values[entry]), Simd.LoadFirst(m + (indices[entry] * stride), width), sum);
            Simd.StoreFirst(o, width, sum);
        }
    }
}
