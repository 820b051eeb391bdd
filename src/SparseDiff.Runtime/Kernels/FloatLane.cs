using System.Runtime.CompilerServices;

namespace SparseDiff.Kernels;

/// <summary>A lane of one float: the tail of a vector loop, and the lane of GPU kernels.</summary>
/// <param name="Value">The number; of a mask, 1 or 0.</param>
/// <remarks>Only operations that ILGPU compiles are used: no <see cref="MathF"/> function whose GPU form is coarse or missing.</remarks>
public readonly record struct FloatLane(float Value) : IBitLane<FloatLane>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static FloatLane Constant(float value) => new(value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static FloatLane operator +(FloatLane a, FloatLane b) => new(a.Value + b.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static FloatLane operator -(FloatLane a, FloatLane b) => new(a.Value - b.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static FloatLane operator -(FloatLane a) => new(-a.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static FloatLane operator *(FloatLane a, FloatLane b) => new(a.Value * b.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static FloatLane operator /(FloatLane a, FloatLane b) => new(a.Value / b.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static FloatLane MultiplyAdd(FloatLane a, FloatLane b, FloatLane c) => new((a.Value * b.Value) + c.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static FloatLane Abs(FloatLane a) => new(MathF.Abs(a.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static FloatLane Sqrt(FloatLane a) => new(MathF.Sqrt(a.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static FloatLane Max(FloatLane a, FloatLane b) => new((IsGreater(a.Value, b.Value) | float.IsNaN(a.Value)) ? a.Value : b.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static FloatLane Min(FloatLane a, FloatLane b) => new((IsGreater(b.Value, a.Value) | float.IsNaN(a.Value)) ? a.Value : b.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static FloatLane Exp(FloatLane a) => LaneMath.Exp(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static FloatLane Log(FloatLane a) => LaneMath.Log(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static FloatLane Tanh(FloatLane a) => LaneMath.Tanh(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static FloatLane Erf(FloatLane a) => LaneMath.Erf(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static FloatLane Sin(FloatLane a) => LaneMath.Sin(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static FloatLane Cos(FloatLane a) => LaneMath.Cos(a);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static FloatLane Floor(FloatLane a) => new(MathF.Floor(a.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static FloatLane Greater(FloatLane a, FloatLane b) => new(IsGreater(a.Value, b.Value) ? 1f : 0f);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static FloatLane GreaterOrEqual(FloatLane a, FloatLane b) => new((a.Value >= b.Value) & !float.IsNaN(a.Value) & !float.IsNaN(b.Value) ? 1f : 0f);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static FloatLane Equal(FloatLane a, FloatLane b) => new(a.Value == b.Value ? 1f : 0f);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static FloatLane Select(FloatLane mask, FloatLane a, FloatLane b) => new(mask.Value != 0f ? a.Value : b.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static FloatLane ScaleByPowerOfTwo(FloatLane a, FloatLane n) =>
        new(a.Value * BitConverter.Int32BitsToSingle(((int)n.Value + 127) << 23));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static FloatLane SplitExponent(FloatLane a, out FloatLane exponent)
    {
        int bits = BitConverter.SingleToInt32Bits(a.Value);
        exponent = new FloatLane(((bits >> 23) & 0xFF) - 126);
        return new FloatLane(BitConverter.Int32BitsToSingle((bits & 0x007FFFFF) | 0x3F000000));
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static FloatLane Each<F>(F function)
        where F : struct, IEntries => new(function.Single(0));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static float Single(FloatLane a, int entry) => a.Value;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static double Double(FloatLane a, int entry) => a.Value;

    // ILGPU moves a constant to the right of a comparison and then counts not-a-number as "less": so that is asked apart. Without
    // short circuits these become selections, not branches.
    [MethodImpl(Inline)]
    private static bool IsGreater(float a, float b) => (a > b) & !float.IsNaN(a) & !float.IsNaN(b);
}
