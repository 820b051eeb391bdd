using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SparseDiff.Kernels;

namespace SparseDiff.Cpu;

/// <summary>A lane of sixteen floats in one 512-bit vector register. A mask is a vector whose lanes have all bits set or none.</summary>
internal readonly unsafe struct Lane512(Vector512<float> value) : IVectorLane<Lane512>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly Vector512<float> value = value;

    /// <summary>The register.</summary>
    public Vector512<float> Vector => value;

    public static int Width => 16;

    [MethodImpl(Inline)]
    public static Lane512 Load(float* from) => new(Vector512.Load(from));

    [MethodImpl(Inline)]
    public static void Store(float* into, Lane512 a) => a.value.Store(into);

    [MethodImpl(Inline)]
    public static Lane512 Constant(float value) => new(Vector512.Create(value));

    [MethodImpl(Inline)]
    public static Lane512 operator +(Lane512 a, Lane512 b) => new(a.value + b.value);

    [MethodImpl(Inline)]
    public static Lane512 operator -(Lane512 a, Lane512 b) => new(a.value - b.value);

    [MethodImpl(Inline)]
    public static Lane512 operator -(Lane512 a) => new(-a.value);

    [MethodImpl(Inline)]
    public static Lane512 operator *(Lane512 a, Lane512 b) => new(a.value * b.value);

    [MethodImpl(Inline)]
    public static Lane512 operator /(Lane512 a, Lane512 b) => new(a.value / b.value);

    [MethodImpl(Inline)]
    public static Lane512 MultiplyAdd(Lane512 a, Lane512 b, Lane512 c) => new(Vector512.MultiplyAddEstimate(a.value, b.value, c.value));

    [MethodImpl(Inline)]
    public static Lane512 Abs(Lane512 a) => new(Vector512.Abs(a.value));

    [MethodImpl(Inline)]
    public static Lane512 Sqrt(Lane512 a) => new(Vector512.Sqrt(a.value));

    // A comparison with a not-a-number is false and gives b, so only a needs looking at.
    [MethodImpl(Inline)]
    public static Lane512 Max(Lane512 a, Lane512 b)
        => new(Vector512.ConditionalSelect(Vector512.Equals(a.value, a.value), Vector512.ConditionalSelect(Vector512.GreaterThan(a.value, b.value), a.value, b.value), a.value));

    [MethodImpl(Inline)]
    public static Lane512 Min(Lane512 a, Lane512 b)
        => new(Vector512.ConditionalSelect(Vector512.Equals(a.value, a.value), Vector512.ConditionalSelect(Vector512.LessThan(a.value, b.value), a.value, b.value), a.value));

    [MethodImpl(Inline)]
    public static Lane512 Exp(Lane512 a) => LaneMath.Exp(a);

    [MethodImpl(Inline)]
    public static Lane512 Log(Lane512 a) => LaneMath.Log(a);

    [MethodImpl(Inline)]
    public static Lane512 Tanh(Lane512 a) => LaneMath.Tanh(a);

    [MethodImpl(Inline)]
    public static Lane512 Erf(Lane512 a) => LaneMath.Erf(a);

    [MethodImpl(Inline)]
    public static Lane512 Sin(Lane512 a) => LaneMath.Sin(a);

    [MethodImpl(Inline)]
    public static Lane512 Cos(Lane512 a) => LaneMath.Cos(a);

    [MethodImpl(Inline)]
    public static Lane512 Floor(Lane512 a) => new(Vector512.Floor(a.value));

    [MethodImpl(Inline)]
    public static Lane512 Greater(Lane512 a, Lane512 b) => new(Vector512.GreaterThan(a.value, b.value));

    [MethodImpl(Inline)]
    public static Lane512 GreaterOrEqual(Lane512 a, Lane512 b) => new(Vector512.GreaterThanOrEqual(a.value, b.value));

    [MethodImpl(Inline)]
    public static Lane512 Equal(Lane512 a, Lane512 b) => new(Vector512.Equals(a.value, b.value));

    [MethodImpl(Inline)]
    public static Lane512 Select(Lane512 mask, Lane512 a, Lane512 b) => new(Vector512.ConditionalSelect(mask.value, a.value, b.value));

    [MethodImpl(Inline)]
    public static Lane512 ScaleByPowerOfTwo(Lane512 a, Lane512 n)
        => new(a.value * ((Vector512.ConvertToInt32Native(n.value) + Vector512.Create(127)) << 23).AsSingle());

    [MethodImpl(Inline)]
    public static Lane512 SplitExponent(Lane512 a, out Lane512 exponent)
    {
        Vector512<int> bits = a.value.AsInt32();
        exponent = new Lane512(Vector512.ConvertToSingle(((bits >> 23) & Vector512.Create(0xFF)) - Vector512.Create(126)));
        return new Lane512(((bits & Vector512.Create(0x007F_FFFF)) | Vector512.Create(0x3F00_0000)).AsSingle());
    }

    public static Lane512 Each<F>(F function)
        where F : struct, IEntries => LaneEntries.Each<Lane512, F>(function);

    public static float Single(Lane512 a, int entry) => LaneEntries.Single(a, entry);

    public static double Double(Lane512 a, int entry) => Single(a, entry);
}
