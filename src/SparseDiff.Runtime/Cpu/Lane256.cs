using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

/// <summary>A lane of eight floats in one 256-bit vector register. A mask is a vector whose lanes have all bits set or none.</summary>
internal readonly unsafe struct Lane256(Vector256<float> value) : IVectorLane<Lane256>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly Vector256<float> value = value;

    /// <summary>The register.</summary>
    public Vector256<float> Vector => value;

    public static int Width => 8;

    [MethodImpl(Inline)]
    public static Lane256 Load(float* from) => new(Vector256.Load(from));

    [MethodImpl(Inline)]
    public static void Store(float* into, Lane256 a) => a.value.Store(into);

    [MethodImpl(Inline)]
    public static Lane256 Constant(float value) => new(Vector256.Create(value));

    [MethodImpl(Inline)]
    public static Lane256 operator +(Lane256 a, Lane256 b) => new(a.value + b.value);

    [MethodImpl(Inline)]
    public static Lane256 operator -(Lane256 a, Lane256 b) => new(a.value - b.value);

    [MethodImpl(Inline)]
    public static Lane256 operator -(Lane256 a) => new(-a.value);

    [MethodImpl(Inline)]
    public static Lane256 operator *(Lane256 a, Lane256 b) => new(a.value * b.value);

    [MethodImpl(Inline)]
    public static Lane256 operator /(Lane256 a, Lane256 b) => new(a.value / b.value);

    [MethodImpl(Inline)]
    public static Lane256 MultiplyAdd(Lane256 a, Lane256 b, Lane256 c) => new(Vector256.MultiplyAddEstimate(a.value, b.value, c.value));

    [MethodImpl(Inline)]
    public static Lane256 Abs(Lane256 a) => new(Vector256.Abs(a.value));

    [MethodImpl(Inline)]
    public static Lane256 Sqrt(Lane256 a) => new(Vector256.Sqrt(a.value));

    // A comparison with a not-a-number is false and gives b, so only a needs looking at.
    [MethodImpl(Inline)]
    public static Lane256 Max(Lane256 a, Lane256 b)
        => new(Vector256.ConditionalSelect(Vector256.Equals(a.value, a.value), Vector256.ConditionalSelect(Vector256.GreaterThan(a.value, b.value), a.value, b.value), a.value));

    [MethodImpl(Inline)]
    public static Lane256 Min(Lane256 a, Lane256 b)
        => new(Vector256.ConditionalSelect(Vector256.Equals(a.value, a.value), Vector256.ConditionalSelect(Vector256.LessThan(a.value, b.value), a.value, b.value), a.value));

    [MethodImpl(Inline)]
    public static Lane256 Exp(Lane256 a) => LaneMath.Exp(a);

    [MethodImpl(Inline)]
    public static Lane256 Log(Lane256 a) => LaneMath.Log(a);

    [MethodImpl(Inline)]
    public static Lane256 Tanh(Lane256 a) => LaneMath.Tanh(a);

    [MethodImpl(Inline)]
    public static Lane256 Erf(Lane256 a) => LaneMath.Erf(a);

    [MethodImpl(Inline)]
    public static Lane256 Sin(Lane256 a) => LaneMath.Sin(a);

    [MethodImpl(Inline)]
    public static Lane256 Cos(Lane256 a) => LaneMath.Cos(a);

    [MethodImpl(Inline)]
    public static Lane256 Floor(Lane256 a) => new(Vector256.Floor(a.value));

    [MethodImpl(Inline)]
    public static Lane256 Greater(Lane256 a, Lane256 b) => new(Vector256.GreaterThan(a.value, b.value));

    [MethodImpl(Inline)]
    public static Lane256 GreaterOrEqual(Lane256 a, Lane256 b) => new(Vector256.GreaterThanOrEqual(a.value, b.value));

    [MethodImpl(Inline)]
    public static Lane256 Equal(Lane256 a, Lane256 b) => new(Vector256.Equals(a.value, b.value));

    [MethodImpl(Inline)]
    public static Lane256 Select(Lane256 mask, Lane256 a, Lane256 b) => new(Vector256.ConditionalSelect(mask.value, a.value, b.value));

    [MethodImpl(Inline)]
    public static Lane256 ScaleByPowerOfTwo(Lane256 a, Lane256 n)
        => new(a.value * ((Vector256.ConvertToInt32Native(n.value) + Vector256.Create(127)) << 23).AsSingle());

    [MethodImpl(Inline)]
    public static Lane256 SplitExponent(Lane256 a, out Lane256 exponent)
    {
        Vector256<int> bits = a.value.AsInt32();
        exponent = new Lane256(Vector256.ConvertToSingle(((bits >> 23) & Vector256.Create(0xFF)) - Vector256.Create(126)));
        return new Lane256(((bits & Vector256.Create(0x007F_FFFF)) | Vector256.Create(0x3F00_0000)).AsSingle());
    }

    public static Lane256 Each<F>(F function)
        where F : struct, IEntries => LaneEntries.Each<Lane256, F>(function);

    public static float Single(Lane256 a, int entry) => LaneEntries.Single(a, entry);

    public static double Double(Lane256 a, int entry) => Single(a, entry);
}
