namespace SparseDiff.Kernels;

/// <summary>A lane of one double: the reference against which all other lanes are measured, and gradient checks.</summary>
/// <param name="Value">The number; of a mask, 1 or 0.</param>
public readonly record struct DoubleLane(double Value) : ILane<DoubleLane>
{
    /// <inheritdoc/>
    public static DoubleLane Constant(float value) => new(value);

    /// <inheritdoc/>
    public static DoubleLane operator +(DoubleLane a, DoubleLane b) => new(a.Value + b.Value);

    /// <inheritdoc/>
    public static DoubleLane operator -(DoubleLane a, DoubleLane b) => new(a.Value - b.Value);

    /// <inheritdoc/>
    public static DoubleLane operator -(DoubleLane a) => new(-a.Value);

    /// <inheritdoc/>
    public static DoubleLane operator *(DoubleLane a, DoubleLane b) => new(a.Value * b.Value);

    /// <inheritdoc/>
    public static DoubleLane operator /(DoubleLane a, DoubleLane b) => new(a.Value / b.Value);

    /// <inheritdoc/>
    public static DoubleLane MultiplyAdd(DoubleLane a, DoubleLane b, DoubleLane c) => new(Math.FusedMultiplyAdd(a.Value, b.Value, c.Value));

    /// <inheritdoc/>
    public static DoubleLane Abs(DoubleLane a) => new(Math.Abs(a.Value));

    /// <inheritdoc/>
    public static DoubleLane Sqrt(DoubleLane a) => new(Math.Sqrt(a.Value));

    /// <inheritdoc/>
    public static DoubleLane Max(DoubleLane a, DoubleLane b) => new(Math.Max(a.Value, b.Value));

    /// <inheritdoc/>
    public static DoubleLane Min(DoubleLane a, DoubleLane b) => new(Math.Min(a.Value, b.Value));

    /// <inheritdoc/>
    public static DoubleLane Exp(DoubleLane a) => new(Math.Exp(a.Value));

    /// <inheritdoc/>
    public static DoubleLane Log(DoubleLane a) => new(Math.Log(a.Value));

    /// <inheritdoc/>
    public static DoubleLane Tanh(DoubleLane a) => new(Math.Tanh(a.Value));

    /// <summary>
    /// The error function by its series of positive terms, erf x = 2/√π · e^(-x²) · Σ 2ⁿ x²ⁿ⁺¹ / (1·3·5 … (2n+1))
    /// (Abramowitz and Stegun 7.1.6); beyond 6 it is ±1 in double precision.
    /// </summary>
    public static DoubleLane Erf(DoubleLane a)
    {
        double x = Math.Abs(a.Value);
        if (double.IsNaN(x))
            return a;
        if (x > 6)
            return new(Math.Sign(a.Value));
        double term = x;
        double sum = x;
        for (int n = 1; term > sum * 1e-17; n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return new(Math.CopySign(2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum, a.Value));
    }

    /// <inheritdoc/>
    public static DoubleLane Sin(DoubleLane a) => new(Math.Sin(a.Value));

    /// <inheritdoc/>
    public static DoubleLane Cos(DoubleLane a) => new(Math.Cos(a.Value));

    /// <inheritdoc/>
    public static DoubleLane Floor(DoubleLane a) => new(Math.Floor(a.Value));

    /// <inheritdoc/>
    public static DoubleLane Greater(DoubleLane a, DoubleLane b) => new(a.Value > b.Value ? 1 : 0);

    /// <inheritdoc/>
    public static DoubleLane GreaterOrEqual(DoubleLane a, DoubleLane b) => new(a.Value >= b.Value ? 1 : 0);

    /// <inheritdoc/>
    public static DoubleLane Equal(DoubleLane a, DoubleLane b) => new(a.Value == b.Value ? 1 : 0);

    /// <inheritdoc/>
    public static DoubleLane Select(DoubleLane mask, DoubleLane a, DoubleLane b) => mask.Value != 0 ? a : b;

    /// <inheritdoc/>
    public static DoubleLane Each<F>(F function)
        where F : struct, IEntries => new(function.Double(0));

    /// <inheritdoc/>
    public static float Single(DoubleLane a, int entry) => (float)a.Value;

    /// <inheritdoc/>
    public static double Double(DoubleLane a, int entry) => a.Value;
}
