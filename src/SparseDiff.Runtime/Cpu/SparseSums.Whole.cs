using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SparseDiff.Cpu;

internal readonly unsafe partial struct SparseSums
{
    /// <summary>
    /// The same sums with rows walked from end to end, up to eight gathered rows at a time: for an m that lies far away, as nothing of it is still
    /// near when it is asked for again, and a processor foresees only walks that go on for long.
    /// </summary>
    public void RunWhole(int first, int end, float* m, long stride, float* into, int width)
    {
        for (int row = first; row < end; row++)
        {
            int entry = Start[row];
            int left = Stop[row] - entry;
            float* o = into + (row * IntoStride);
            bool adds = Adds(row);
            if (left == 0 && !SkipEmpty)
                new Span<float>(o, width).Clear();
            while (left > 0)
            {
                int count = left >= 8 ? 8 : left >= 4 ? 4 : left >= 2 ? 2 : 1;
                switch (count)
                {
                    case 8:
                        AddRows<Eight>(m, stride, Indices + entry, Values + entry, o, width, adds);
                        break;
                    case 4:
                        AddRows<Four>(m, stride, Indices + entry, Values + entry, o, width, adds);
                        break;
                    case 2:
                        AddRows<Two>(m, stride, Indices + entry, Values + entry, o, width, adds);
                        break;
                    default:
                        AddRows<One>(m, stride, Indices + entry, Values + entry, o, width, adds);
                        break;
                }
                adds = true;
                entry += count;
                left -= count;
            }
        }
    }

    /// <summary>o[0, width) (= or +=) Σ values[e] · m[indices[e]] of one, two, four or eight entries.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRows<TCount>(float* m, long stride, int* indices, float* values, float* o, int width, bool adds)
        where TCount : struct, ICount
    {
        // What lies past the count is read from the first entry, and dropped by the just-in-time compiler.
        float* p0 = m + (indices[0] * stride);
        float* p1 = m + (indices[TCount.Value > 1 ? 1 : 0] * stride);
        float* p2 = m + (indices[TCount.Value > 2 ? 2 : 0] * stride);
        float* p3 = m + (indices[TCount.Value > 2 ? 3 : 0] * stride);
        float* p4 = m + (indices[TCount.Value > 4 ? 4 : 0] * stride);
        float* p5 = m + (indices[TCount.Value > 4 ? 5 : 0] * stride);
        float* p6 = m + (indices[TCount.Value > 4 ? 6 : 0] * stride);
        float* p7 = m + (indices[TCount.Value > 4 ? 7 : 0] * stride);
        Vector512<float> x0 = Vector512.Create(values[0]);
        Vector512<float> x1 = Vector512.Create(values[TCount.Value > 1 ? 1 : 0]);
        Vector512<float> x2 = Vector512.Create(values[TCount.Value > 2 ? 2 : 0]);
        Vector512<float> x3 = Vector512.Create(values[TCount.Value > 2 ? 3 : 0]);
        Vector512<float> x4 = Vector512.Create(values[TCount.Value > 4 ? 4 : 0]);
        Vector512<float> x5 = Vector512.Create(values[TCount.Value > 4 ? 5 : 0]);
        Vector512<float> x6 = Vector512.Create(values[TCount.Value > 4 ? 6 : 0]);
        Vector512<float> x7 = Vector512.Create(values[TCount.Value > 4 ? 7 : 0]);
        int i = 0;
        for (; i + 16 <= width; i += 16)
        {
            Vector512<float> sum = adds ? Vector512.Load(o + i) : Vector512<float>.Zero;
            sum = Simd.Fma(x0, Vector512.Load(p0 + i), sum);
            if (TCount.Value > 1)
                sum = Simd.Fma(x1, Vector512.Load(p1 + i), sum);
            if (TCount.Value > 2)
            {
                sum = Simd.Fma(x2, Vector512.Load(p2 + i), sum);
                sum = Simd.Fma(x3, Vector512.Load(p3 + i), sum);
            }
            if (TCount.Value > 4)
            {
                Vector512<float> other = Simd.Fma(x5, Vector512.Load(p5 + i), x4 * Vector512.Load(p4 + i));
                other = Simd.Fma(x6, Vector512.Load(p6 + i), other);
                sum += Simd.Fma(x7, Vector512.Load(p7 + i), other);
            }
            sum.Store(o + i);
        }
        if (i == width)
            return;
        int rest = width - i;
        Vector512<float> last = adds ? Simd.LoadFirst(o + i, rest) : Vector512<float>.Zero;
        for (int entry = 0; entry < TCount.Value; entry++)
            last = Simd.Fma(Vector512.Create(values[entry]), Simd.LoadFirst(m + (indices[entry] * stride) + i, rest), last);
        Simd.StoreFirst(o + i, rest, last);
    }

    /// <summary>A number of entries that the just-in-time compiler knows.</summary>
    private interface ICount
    {
        static abstract int Value { get; }
    }

    private readonly struct One : ICount
    {
        public static int Value => 1;
    }

    private readonly struct Two : ICount
    {
        public static int Value => 2;
    }

    private readonly struct Four : ICount
    {
        public static int Value => 4;
    }

    private readonly struct Eight : ICount
    {
        public static int Value => 8;
    }
}
