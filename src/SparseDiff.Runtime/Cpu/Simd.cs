using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SparseDiff.Cpu;

/// <summary>The few vector operations that the portable API lacks: parts of a vector, and left-packing under a mask.</summary>
internal static unsafe class Simd
{
    /// <summary>The bits of 2⁻¹²⁶.</summary>
    private const int SmallestNormal = 0x00800000;

    /// <summary>All bits set in the first <paramref name="count"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> FirstLanes(int count) => Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count));

    /// <summary>The first <paramref name="count"/> lanes from memory, zero behind them; nothing behind them is touched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadFirst(float* p, int count)
    {
        if (Avx512F.IsSupported)
            return Avx512F.MaskLoad(p, FirstLanes(count).AsSingle(), Vector512<float>.Zero);
        return LoadFirstPortable(p, count);
    }

    /// <summary>The lanes <paramref name="first"/> … <paramref name="end"/> − 1 from memory at p + lane, zero elsewhere; nothing else is touched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadRange(float* p, int first, int end)
    {
        if (Avx512F.IsSupported)
            return Avx512F.MaskLoad(p, Vector512.AndNot(FirstLanes(end), FirstLanes(first)).AsSingle(), Vector512<float>.Zero);
        return LoadRangePortable(p, first, end);
    }

    /// <summary>Stores the first <paramref name="count"/> lanes; nothing behind them is touched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst(float* p, int count, Vector512<float> value)
    {
        if (Avx512F.IsSupported)
            Avx512F.MaskStore(p, FirstLanes(count).AsSingle(), value);
        else
            StoreFirstPortable(p, count, value);
    }

    /// <summary><see cref="LoadFirst"/>, plain when all sixteen lanes are wanted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadPart(float* p, int count) => count == 16 ? Vector512.Load(p) : LoadFirst(p, count);

    /// <summary><see cref="StoreFirst"/>, plain when all sixteen lanes are wanted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePart(float* p, int count, Vector512<float> value)
    {
        if (count == 16)
            value.Store(p);
        else
            StoreFirst(p, count, value);
    }

    /// <summary>
    /// Asks for a line of memory to come into the second-level cache; any address will do. For walks down the columns of a matrix: each row is on a
    /// page of its own, where the processor foresees nothing, and the first-level cache can wait for few lines at a time.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(float* p)
    {
        if (Sse.IsSupported)
            Sse.Prefetch1(p);
    }

    /// <summary>a · b + c, fused where the processor can.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Fma(Vector512<float> a, Vector512<float> b, Vector512<float> c)
        => Avx512F.IsSupported ? Avx512F.FusedMultiplyAdd(a, b, c) : Vector512.MultiplyAddEstimate(a, b, c);

    /// <summary>
    /// Zero for what is smaller than the smallest normal number, and itself for all else, NaN included. A mean that decays while nothing is added (the moments
    /// of a neuron that is never selected) would otherwise come to where processors compute several times as slowly, and stay there.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> WithoutSubnormals(Vector512<float> x)
    {
        Vector512<int> isSmall = Vector512.LessThan(x.AsInt32() & Vector512.Create(int.MaxValue), Vector512.Create(SmallestNormal));
        return Vector512.AndNot(x.AsInt32(), isSmall).AsSingle();
    }

    private static Vector512<float> LoadFirstPortable(float* p, int count)
    {
        float* lanes = stackalloc float[16];
        new Span<float>(lanes, 16).Clear();
        for (int i = 0; i < count; i++)
            lanes[i] = p[i];
        return Vector512.Load(lanes);
    }

    private static Vector512<float> LoadRangePortable(float* p, int first, int end)
    {
        float* lanes = stackalloc float[16];
        new Span<float>(lanes, 16).Clear();
        for (int i = Math.Max(first, 0); i < Math.Min(end, 16); i++)
            lanes[i] = p[i];
        return Vector512.Load(lanes);
    }

    private static void StoreFirstPortable(float* p, int count, Vector512<float> value)
    {
        float* lanes = stackalloc float[16];
        value.Store(lanes);
        for (int i = 0; i < count; i++)
            p[i] = lanes[i];
    }
}
