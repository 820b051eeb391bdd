using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

/// <summary>Softmax, or its logarithm, of one line.</summary>
internal readonly unsafe struct SoftmaxLine(bool logarithm) : ILineFunction
{
    private readonly bool logarithm = logarithm;

    public void Apply(float* x, float* y, float* into, int length)
    {
        float largest = Max(x, length);
        float sum = ExpSum(x, length, largest, logarithm ? null : into);
        if (logarithm)
            Shift(x, length, largest, MathF.Log(sum), into);
        else
            Scale(into, length, 1 / sum);
    }

    /// <summary>The largest number; not a number when one of them is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float Max(float* x, int length)
    {
        var largest = Vector512.Create(float.NegativeInfinity);
        int i = 0;
        for (; i + 16 <= length; i += 16)
            largest = Vector512.Max(largest, Vector512.Load(x + i));
        if (i < length)
            largest = Vector512.Max(largest, LoadRest(x + i, length - i));
        Vector256<float> half = Vector256.Max(largest.GetLower(), largest.GetUpper());
        Vector128<float> quarter = Vector128.Max(half.GetLower(), half.GetUpper());
        return MathF.Max(MathF.Max(quarter[0], quarter[1]), MathF.Max(quarter[2], quarter[3]));
    }

    /// <summary>Σ e^(x − shift); the terms go to into unless it is null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float ExpSum(float* x, int length, float shift, float* into)
    {
        Lane512 offset = Lane512.Constant(shift);
        Lane512 sum = Lane512.Constant(0);
        int i = 0;
        for (; i + 16 <= length; i += 16)
        {
            Lane512 term = Lane512.Exp(Lane512.Load(x + i) - offset);
            if (into != null)
                Lane512.Store(into + i, term);
            sum += term;
        }
        if (i < length)
        {
            Lane512 term = Lane512.Exp(new Lane512(LoadRest(x + i, length - i)) - offset);
            if (into != null)
                Simd.StoreFirst(into + i, length - i, term.Vector);
            sum += term;
        }
        return Vector512.Sum(sum.Vector);
    }

    /// <summary>The first so many lanes from memory; −∞ behind them, which is no maximum and whose exponential is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LoadRest(float* x, int count) =>
        Vector512.ConditionalSelect(Simd.FirstLanes(count).AsSingle(), Simd.LoadFirst(x, count), Vector512.Create(float.NegativeInfinity));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Shift(float* x, int length, float largest, float logarithmOfSum, float* into)
    {
        for (int i = 0; i < length; i += 16)
        {
            int count = Math.Min(16, length - i);
            Simd.StorePart(into + i, count, Simd.LoadPart(x + i, count) - Vector512.Create(largest) - Vector512.Create(logarithmOfSum));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(float* into, int length, float scale)
    {
        for (int i = 0; i < length; i += 16)
        {
            int count = Math.Min(16, length - i);
            Simd.StorePart(into + i, count, Simd.LoadPart(into + i, count) * Vector512.Create(scale));
        }
    }
}

/// <summary>The gradient of softmax, or of its logarithm, of one line: x is the result, y the result's gradient.</summary>
internal readonly unsafe struct SoftmaxVjpLine(bool logarithm) : ILineFunction
{
    private readonly bool logarithm = logarithm;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(float* x, float* y, float* into, int length)
    {
        Vector512<float> total = default;
        for (int i = 0; i < length; i += 16)
        {
            int count = Math.Min(16, length - i);
            Vector512<float> dY = Simd.LoadPart(y + i, count);
            total = logarithm ? total + dY : Simd.Fma(dY, Simd.LoadPart(x + i, count), total);
        }
        Vector512<float> sum = Vector512.Create(Vector512.Sum(total));
        for (int i = 0; i < length; i += 16)
        {
            int count = Math.Min(16, length - i);
            Vector512<float> dY = Simd.LoadPart(y + i, count);
            Vector512<float> result = Simd.LoadPart(x + i, count);
            Vector512<float> dX = logarithm ? dY - (Lane512.Exp(new Lane512(result)).Vector * sum) : result * (dY - sum);
            Simd.StorePart(into + i, count, dX);
        }
    }
}
