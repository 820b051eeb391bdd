using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

/// <summary>The largest of 2 × 2 windows side by side, sixteen windows at a time: rows are split into even and odd columns in registers.</summary>
internal static unsafe class HalvingPool
{
    private static readonly Vector512<int> Even = Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
    private static readonly Vector512<int> Odd = Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
    private static readonly Vector512<int> LowPairs = Vector512.Create(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    private static readonly Vector512<int> HighPairs = Vector512.Create(8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);

    public static bool Fits(in PoolingShape s) => Avx512F.IsSupported && s is { Kernel: 2, Stride: 2, Padding: 0 };

    /// <summary>y[height / 2, width / 2] = the largest of each window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Max(in PoolingShape s, float* x, float* y)
    {
        int width = s.OutputWidth;
        for (int row = 0; row < s.OutputHeight; row++, y += width)
        {
            float* upper = x + (2 * row * s.Width);
            float* lower = upper + s.Width;
            for (int column = 0; column < width; column += 16)
            {
                int count = Math.Min(16, width - column);
                Load(upper + (2 * column), count, out Vector512<float> a, out Vector512<float> b);
                Load(lower + (2 * column), count, out Vector512<float> c, out Vector512<float> d);
                Simd.StorePart(y + column, count, Vector512.Max(Vector512.Max(a, b), Vector512.Max(c, d)));
            }
        }
    }

    /// <summary>dX[height, width] = dY at the first place of each window's largest number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MaxVjp(in PoolingShape s, float* x, float* dY, float* dX)
    {
        int width = s.OutputWidth;
        if (s.Width % 2 != 0 || s.Height % 2 != 0)
            new Span<float>(dX, s.Height * s.Width).Clear();
        for (int row = 0; row < s.OutputHeight; row++, dY += width)
        {
            long start = 2L * row * s.Width;
            for (int column = 0; column < width; column += 16)
            {
                int count = Math.Min(16, width - column);
                long place = start + (2 * column);
                Load(x + place, count, out Vector512<float> a, out Vector512<float> b);
                Load(x + place + s.Width, count, out Vector512<float> c, out Vector512<float> d);
                Vector512<float> largest = Vector512.Max(Vector512.Max(a, b), Vector512.Max(c, d));
                Vector512<float> left = Simd.LoadPart(dY + column, count);
                Vector512<float> dA = Take(a, largest, ref left);
                Vector512<float> dB = Take(b, largest, ref left);
                Vector512<float> dC = Take(c, largest, ref left);
                Store(dX + place, count, dA, dB);
                Store(dX + place + s.Width, count, dC, left);
            }
        }
    }

    /// <summary>What is left of dY where x is the largest, which then is no longer left; a not-a-number is the largest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Take(Vector512<float> x, Vector512<float> largest, ref Vector512<float> left)
    {
        Vector512<float> wins = Vector512.Equals(x, largest) | ~Vector512.Equals(x, x);
        Vector512<float> taken = left & wins;
        left = Vector512.AndNot(left, wins);
        return taken;
    }

    /// <summary>The even and the odd of 2 · count neighbours.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load(float* p, int count, out Vector512<float> even, out Vector512<float> odd)
    {
        Vector512<float> low = Simd.LoadPart(p, Math.Min(16, 2 * count));
        Vector512<float> high = count <= 8 ? default : Simd.LoadPart(p + 16, (2 * count) - 16);
        even = Avx512F.PermuteVar16x32x2(low, Even, high);
        odd = Avx512F.PermuteVar16x32x2(low, Odd, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* p, int count, Vector512<float> even, Vector512<float> odd)
    {
        Simd.StorePart(p, Math.Min(16, 2 * count), Avx512F.PermuteVar16x32x2(even, LowPairs, odd));
        if (count > 8)
            Simd.StorePart(p + 16, (2 * count) - 16, Avx512F.PermuteVar16x32x2(even, HighPairs, odd));
    }
}
