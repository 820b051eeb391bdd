using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

/// <summary>A lane of four floats in one 128-bit vector register. A mask is a vector whose lanes have all bits set or none.</summary>
internal readonly unsafe struct Lane128(Vector128<float> value) : IVectorLane<Lane128>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly Vector128<float> value = value;

    /// <summary>The register.</summary>
    public Vector128<float> Vector => value;

    public static int Width => 4;

    [MethodImpl(Inline)]
    public static Lane128 Load(float* from) => new(Vector128.Load(from));

    [MethodImpl(Inline)]
    public static void Store(float* into, Lane128 a) => a.value.Store(into);

    [MethodImpl(Inline)]
    public static Lane128 Constant(float value) => new(Vector128.Create(value));

    [MethodImpl(Inline)]
    public static Lane128 operator +(Lane128 a, Lane128 b) => new(a.value + b.value);

    [MethodImpl(Inline)]
    public static Lane128 operator -(Lane128 a, Lane128 b) => new(a.value - b.value);

    [MethodImpl(Inline)]
    public static Lane128 operator -(Lane128 a) => new(-a.value);

    [MethodImpl(Inline)]
    public static Lane128 operator *(Lane128 a, Lane128 b) => new(a.value * b.value);

    [MethodImpl(Inline)]
    public static Lane128 operator /(Lane128 a, Lane128 b) => new(a.value / b.value);

    [MethodImpl(Inline)]
    public static Lane128 MultiplyAdd(Lane128 a, Lane128 b, Lane128 c) => new(Vector128.MultiplyAddEstimate(a.value, b.value, c.value));

    [MethodImpl(Inline)]
    public static Lane128 Abs(Lane128 a) => new(Vector128.Abs(a.value));

    [MethodImpl(Inline)]
    public static Lane128 Sqrt(Lane128 a) => new(Vector128.Sqrt(a.value));

    // A comparison with a not-a-number is false and gives b, so only a needs looking at.
    [MethodImpl(Inline)]
    public static Lane128 Max(Lane128 a, Lane128 b)
        => new(Vector128.ConditionalSelect(Vector128.Equals(a.value, a.value), Vector128.ConditionalSelect(Vector128.GreaterThan(a.value, b.value), a.value, b.value), a.value));

    [MethodImpl(Inline)]
    public static Lane128 Min(Lane128 a, Lane128 b)
        => new(Vector128.ConditionalSelect(Vector128.Equals(a.value, a.value), Vector128.ConditionalSelect(Vector128.LessThan(a.value, b.value), a.value, b.value), a.value));

    [MethodImpl(Inline)]
    public static Lane128 Exp(Lane128 a) => LaneMath.Exp(a);

    [MethodImpl(Inline)]
    public static Lane128 Log(Lane128 a) => LaneMath.Log(a);

    [MethodImpl(Inline)]
    public static Lane128 Tanh(Lane128 a) => LaneMath.Tanh(a);

    [MethodImpl(Inline)]
    public static Lane128 Erf(Lane128 a) => LaneMath.Erf(a);

    [MethodImpl(Inline)]
    public static Lane128 Sin(Lane128 a) => LaneMath.Sin(a);

    [MethodImpl(Inline)]
    public static Lane128 Cos(Lane128 a) => LaneMath.Cos(a);

    [MethodImpl(Inline)]
    public static Lane128 Floor(Lane128 a) => new(Vector128.Floor(a.value));

    [MethodImpl(Inline)]
    public static Lane128 Greater(Lane128 a, Lane128 b) => new(Vector128.GreaterThan(a.value, b.value));

    [MethodImpl(Inline)]
    public static Lane128 GreaterOrEqual(Lane128 a, Lane128 b) => new(Vector128.GreaterThanOrEqual(a.value, b.value));

    [MethodImpl(Inline)]
    public static Lane128 Equal(Lane128 a, Lane128 b) => new(Vector128.Equals(a.value, b.value));

    [MethodImpl(Inline)]
    public static Lane128 Select(Lane128 mask, Lane128 a, Lane128 b) => new(Vector128.ConditionalSelect(mask.value, a.value, b.value));

    [MethodImpl(Inline)]
    public static Lane128 ScaleByPowerOfTwo(Lane128 a, Lane128 n)
        => new(a.value * ((Vector128.ConvertToInt32Native(n.value) + Vector128.Create(127)) << 23).AsSingle());

    [MethodImpl(Inline)]
    public static Lane128 SplitExponent(Lane128 a, out Lane128 exponent)
    {
        Vector128<int> bits = a.value.AsInt32();
        exponent = new Lane128(Vector128.ConvertToSingle(((bits >> 23) & Vector128.Create(0xFF)) - Vector128.Create(126)));
        return new Lane128(((bits & Vector128.Create(0x007F_FFFF)) | Vector128.Create(0x3F00_0000)).AsSingle());
    }

    public static Lane128 Each<F>(F function)
        where F : struct, IEntries => LaneEntries.Each<Lane128, F>(function);

    public static float Single(Lane128 a, int entry) => LaneEntries.Single(a, entry);

    public static double Double(Lane128 a, int entry) => Single(a, entry);
}
