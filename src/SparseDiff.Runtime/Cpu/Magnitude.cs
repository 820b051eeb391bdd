using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SparseDiff.Cpu;

/// <summary>
/// Passes over magnitudes. A magnitude is the bit pattern of |x| read as an integer: integers order finite numbers as their absolute values
/// and infinity above them. A NaN counts as an infinity: thresholds never exceed <see cref="Infinite"/>, so no vector need be capped.
/// </summary>
internal static unsafe class Magnitude
{
    /// <summary>The bit pattern of infinity; a magnitude at or above it is not a finite number.</summary>
    public const int Infinite = 0x7F80_0000;

    /// <summary>The magnitude of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(float x) => Math.Min(BitConverter.SingleToInt32Bits(x) & int.MaxValue, Infinite);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Of(Vector512<float> x) => x.AsInt32() & Vector512.Create(int.MaxValue);

    /// <summary>Σ |x[i]|; not finite when an element is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Sum(float* x, int count)
    {
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
        int i = 0;
        for (; i + 64 <= count; i += 64)
        {
            s0 += Vector512.Abs(Vector512.Load(x + i));
            s1 += Vector512.Abs(Vector512.Load(x + i + 16));
            s2 += Vector512.Abs(Vector512.Load(x + i + 32));
            s3 += Vector512.Abs(Vector512.Load(x + i + 48));
        }
        for (; i + 16 <= count; i += 16)
            s0 += Vector512.Abs(Vector512.Load(x + i));
        if (i < count)
            s1 += Vector512.Abs(Simd.LoadFirst(x + i, count - i));
        return Vector512.Sum(s0 + s1 + (s2 + s3));
    }

    /// <summary>How many magnitudes are at least <paramref name="threshold"/>, which is at least one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int CountAtLeast(float* x, int count, int threshold)
    {
        Vector512<int> below = Vector512.Create(threshold - 1);
        Vector512<int> c0 = default, c1 = default;
        int i = 0;
        for (; i + 32 <= count; i += 32)
        {
            c0 += Vector512.GreaterThan(Of(Vector512.Load(x + i)), below);
            c1 += Vector512.GreaterThan(Of(Vector512.Load(x + i + 16)), below);
        }
        for (; i + 16 <= count; i += 16)
            c0 += Vector512.GreaterThan(Of(Vector512.Load(x + i)), below);
        if (i < count)
            c1 += Vector512.GreaterThan(Of(Simd.LoadFirst(x + i, count - i)), below);
        return -Vector512.Sum(c0 + c1);
    }

    /// <summary>
    /// Packs the elements whose magnitude is at least <paramref name="threshold"/> to the left of values and indices, in order, and returns how many they are.
    /// Index of element i is <paramref name="firstIndex"/> + i. Both outputs need 16 elements of slack. What lies at <paramref name="next"/> is asked for
    /// meanwhile, if it is not null: whoever sums a row before packing it would wait for memory in the one pass and leave it idle in the other.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int CompressAtLeast(float* x, int count, int threshold, int firstIndex, float* values, int* indices, float* next = null)
    {
        if (!Avx512F.IsSupported)
            return CompressPortable(x, count, threshold, firstIndex, values, indices);
        Vector512<int> below = Vector512.Create(threshold - 1);
        Vector512<int> index = Vector512<int>.Indices + Vector512.Create(firstIndex);
        int n = 0;
        int i = 0;
        next = next == null ? x : next;
        for (; i + 32 <= count; i += 32)
        {
            Simd.Prefetch(next + i);
            Simd.Prefetch(next + i + 16);
            Vector512<float> v0 = Vector512.Load(x + i);
            Vector512<float> v1 = Vector512.Load(x + i + 16);
            Vector512<int> m0 = Vector512.GreaterThan(Of(v0), below);
            Vector512<int> m1 = Vector512.GreaterThan(Of(v1), below);
            uint b0 = (uint)Vector512.ExtractMostSignificantBits(m0);
            uint b1 = (uint)Vector512.ExtractMostSignificantBits(m1);
            if ((b0 | b1) != 0)
            {
                Avx512F.Compress(Vector512<float>.Zero, m0.AsSingle(), v0).Store(values + n);
                Avx512F.Compress(Vector512<int>.Zero, m0, index).Store(indices + n);
                n += (int)Popcnt.PopCount(b0);
                Avx512F.Compress(Vector512<float>.Zero, m1.AsSingle(), v1).Store(values + n);
                Avx512F.Compress(Vector512<int>.Zero, m1, index + Vector512.Create(16)).Store(indices + n);
                n += (int)Popcnt.PopCount(b1);
            }
            index += Vector512.Create(32);
        }
        for (; i < count; i += 16)
        {
            Vector512<float> v = Simd.LoadFirst(x + i, Math.Min(16, count - i));
            Vector512<int> m = Vector512.GreaterThan(Of(v), below) & Simd.FirstLanes(Math.Min(16, count - i));
            Avx512F.Compress(Vector512<float>.Zero, m.AsSingle(), v).Store(values + n);
            Avx512F.Compress(Vector512<int>.Zero, m, index).Store(indices + n);
            n += (int)Popcnt.PopCount((uint)Vector512.ExtractMostSignificantBits(m));
            index += Vector512.Create(16);
        }
        return n;
    }

    private static int CompressPortable(float* x, int count, int threshold, int firstIndex, float* values, int* indices)
    {
        Vector256<int> below = Vector256.Create(threshold - 1);
        int n = 0;
        int i = 0;
        for (; i + 8 <= count; i += 8)
        {
            Vector256<int> magnitude = Vector256.Load((int*)x + i) & Vector256.Create(int.MaxValue);
            for (uint bits = Vector256.GreaterThan(magnitude, below).ExtractMostSignificantBits(); bits != 0; bits &= bits - 1)
            {
                int j = i + System.Numerics.BitOperations.TrailingZeroCount(bits);
                values[n] = x[j];
                indices[n++] = firstIndex + j;
            }
        }
        for (; i < count; i++)
        {
            values[n] = x[i];
            indices[n] = firstIndex + i;
            n += Of(x[i]) >= threshold ? 1 : 0;
        }
        return n;
    }

    /// <summary>
    /// Packs the elements whose magnitude is at least <paramref name="low"/> and less than <paramref name="high"/> to the left of values, in order; returns
    /// how many they are, and in <paramref name="above"/> how many reach <paramref name="high"/>. Nothing reaches more than <see cref="Infinite"/>. The output
    /// needs 16 elements of slack.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int CompressBetween(float* x, int count, int low, int high, float* values, out int above)
    {
        if (!Avx512F.IsSupported)
            return CompressBetweenPortable(x, count, low, high, values, out above);
        Vector512<int> belowLow = Vector512.Create(low - 1);
        Vector512<int> belowHigh = Vector512.Create(high > Infinite ? int.MaxValue : high - 1);
        Vector512<int> reached = default;
        int n = 0;
        for (int i = 0; i < count; i += 16)
        {
            int left = Math.Min(16, count - i);
            Vector512<float> v = left == 16 ? Vector512.Load(x + i) : Simd.LoadFirst(x + i, left);
            Vector512<int> atLow = Vector512.GreaterThan(Of(v), belowLow);
            if (left < 16)
                atLow &= Simd.FirstLanes(left);
            if (Vector512.ExtractMostSignificantBits(atLow) == 0)
                continue;
            Vector512<int> atHigh = Vector512.GreaterThan(Of(v), belowHigh) & atLow;
            reached += atHigh;
            Vector512<int> between = Vector512.AndNot(atLow, atHigh);
            uint bits = (uint)Vector512.ExtractMostSignificantBits(between);
            if (bits == 0)
                continue;
            Avx512F.Compress(Vector512<float>.Zero, between.AsSingle(), v).Store(values + n);
            n += (int)Popcnt.PopCount(bits);
        }
        above = -Vector512.Sum(reached);
        return n;
    }

    private static int CompressBetweenPortable(float* x, int count, int low, int high, float* values, out int above)
    {
        int n = 0;
        above = 0;
        for (int i = 0; i < count; i++)
        {
            int magnitude = Of(x[i]);
            values[n] = x[i];
            n += magnitude >= low && magnitude < high ? 1 : 0;
            above += magnitude >= high ? 1 : 0;
        }
        return n;
    }

    /// <summary>Packs, in place, the pairs (value, index) whose magnitude is at least <paramref name="threshold"/>, and returns how many they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int PackAtLeast(float* values, int* indices, int count, int threshold)
    {
        int n = 0;
        if (!Avx512F.IsSupported)
        {
            for (int i = 0; i < count; i++)
            {
                float value = values[i];
                int index = indices[i];
                values[n] = value;
                indices[n] = index;
                n += Of(value) >= threshold ? 1 : 0;
            }
            return n;
        }
        // What is written lies before what is read next: the packed end never overtakes the reading position.
        Vector512<int> below = Vector512.Create(threshold - 1);
        for (int i = 0; i < count; i += 16)
        {
            Vector512<float> v = Vector512.Load(values + i);
            Vector512<int> index = Vector512.Load(indices + i);
            Vector512<int> m = Vector512.GreaterThan(Of(v), below) & Simd.FirstLanes(Math.Min(16, count - i));
            Avx512F.Compress(Vector512<float>.Zero, m.AsSingle(), v).Store(values + n);
            Avx512F.Compress(Vector512<int>.Zero, m, index).Store(indices + n);
            n += (int)Popcnt.PopCount((uint)Vector512.ExtractMostSignificantBits(m));
        }
        return n;
    }

    /// <summary>The largest magnitude, zero when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Max(float* x, int count)
    {
        Vector512<int> m0 = default, m1 = default;
        int i = 0;
        for (; i + 32 <= count; i += 32)
        {
            m0 = Vector512.Max(m0, Of(Vector512.Load(x + i)));
            m1 = Vector512.Max(m1, Of(Vector512.Load(x + i + 16)));
        }
        for (; i < count; i += 16)
            m0 = Vector512.Max(m0, Of(Simd.LoadFirst(x + i, Math.Min(16, count - i))));
        m0 = Vector512.Max(m0, m1);
        Vector256<int> half = Vector256.Max(m0.GetLower(), m0.GetUpper());
        Vector128<int> quarter = Vector128.Max(half.GetLower(), half.GetUpper());
        return Math.Min(Infinite, Math.Max(Math.Max(quarter[0], quarter[1]), Math.Max(quarter[2], quarter[3])));
    }

    /// <summary>into[i] = x[i] where its magnitude is at least <paramref name="threshold"/>, else zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MaskAtLeast(float* x, int count, int threshold, float* into)
    {
        Vector512<int> below = Vector512.Create(threshold - 1);
        int i = 0;
        for (; i + 16 <= count; i += 16)
        {
            Vector512<float> v = Vector512.Load(x + i);
            (v & Vector512.GreaterThan(Of(v), below).AsSingle()).Store(into + i);
        }
        for (; i < count; i++)
            into[i] = Of(x[i]) >= threshold ? x[i] : 0;
    }

    /// <summary>Σ |x| and Σ x² of the elements whose magnitude is at least <paramref name="low"/>, which is at least one, and below <paramref name="high"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Sums(float* x, int count, int low, int high, out double squares)
    {
        Vector512<int> below = Vector512.Create(low - 1);
        Vector512<int> above = Vector512.Create(high);
        Vector512<double> s0 = default, s1 = default, q0 = default, q1 = default;
        for (int i = 0; i < count; i += 16)
        {
            Vector512<float> v = Vector512.Abs(Simd.LoadPart(x + i, Math.Min(16, count - i)));
            v &= (Vector512.GreaterThan(v.AsInt32(), below) & Vector512.LessThan(v.AsInt32(), above)).AsSingle();
            Vector512<double> lower = Vector512.WidenLower(v), upper = Vector512.WidenUpper(v);
            s0 += lower;
            s1 += upper;
            q0 += lower * lower;
            q1 += upper * upper;
        }
        squares = Vector512.Sum(q0 + q1);
        return Vector512.Sum(s0 + s1);
    }

    /// <summary>Σ x² of the finite elements whose magnitude is at least <paramref name="low"/>, which is at least one, and how many those are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Energy(float* x, int count, int low, out int found)
    {
        Vector512<int> below = Vector512.Create(low - 1);
        Vector512<int> infinite = Vector512.Create(Infinite);
        Vector512<double> q0 = default, q1 = default;
        Vector512<int> counts = default;
        for (int i = 0; i < count; i += 16)
        {
            Vector512<float> v = Simd.LoadPart(x + i, Math.Min(16, count - i));
            Vector512<int> m = Vector512.GreaterThan(Of(v), below) & Vector512.LessThan(Of(v), infinite);
            v &= m.AsSingle();
            counts += m;
            Vector512<double> lower = Vector512.WidenLower(v), upper = Vector512.WidenUpper(v);
            q0 += lower * lower;
            q1 += upper * upper;
        }
        found = -Vector512.Sum(counts);
        return Vector512.Sum(q0 + q1);
    }
}
