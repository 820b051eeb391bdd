namespace SparseDiff.Grid.Tests.Functions;

/// <summary>The functions of <see cref="Math"/>, alone and in small company.</summary>
public static partial class Elementary
{
    [Differentiable] public static double Cube(double x) => x * x * x;

    [Differentiable] public static double Ratio(double x, double y) => (x - y) / (1 + (y * y));

    [Differentiable] public static double Magnitude(double x) => Math.Abs(x) * x;

    [Differentiable] public static double Root([In(0.05, 9)] double x) => Math.Sqrt(x);

    [Differentiable] public static double CubeRoot([In(0.1, 4)] double x) => Math.Cbrt(x) - Math.Cbrt(-x);

    [Differentiable] public static double Growth(double x, double rate) => Math.Exp(rate * x);

    [Differentiable] public static double Powers(double x) => double.Exp2(x) + (0.01 * double.Exp10(x)) - double.ExpM1(x);

    [Differentiable] public static double Logarithms([In(0.1, 5)] double x) => Math.Log(x) + Math.Log2(x) + Math.Log10(x) + double.LogP1(x);

    [Differentiable] public static double LogarithmOfBase([In(0.2, 6)] double x, [In(1.5, 9)] double b) => Math.Log(x, b);

    [Differentiable] public static double Wave(double t, double frequency, double phase) => Math.Sin((frequency * t) + phase);

    [Differentiable] public static double Waves(double t) => Math.Cos(t) + (0.5 * Math.Cos(2 * t)) + (0.25 * Math.Cos(4 * t));

    [Differentiable] public static double Slope([In(-1.2, 1.2)] double angle) => Math.Tan(angle);

    [Differentiable] public static double Angles([In(-0.9, 0.9)] double x) => Math.Asin(x) * Math.Acos(x);

    [Differentiable] public static double Bearing([In(0.1, 3)] double north, double east) => Math.Atan2(east, north);

    [Differentiable] public static double Arc(double x) => Math.Atan(x);

    [Differentiable] public static double Catenary(double x, [In(0.5, 3)] double a) => a * Math.Cosh(x / a);

    [Differentiable] public static double Hyperbolic(double x) => Math.Sinh(x) - Math.Tanh(x);

    [Differentiable] public static double AreaSine(double x) => Math.Asinh(x);

    [Differentiable] public static double AreaCosine([In(1.1, 5)] double x) => Math.Acosh(x);

    [Differentiable] public static double AreaTangent([In(-0.9, 0.9)] double x) => Math.Atanh(x);

    [Differentiable] public static double Power([In(0.1, 3)] double x, double y) => Math.Pow(x, y);

    [Differentiable] public static double WholePower(double x) => Math.Pow(x, 3) - (2 * Math.Pow(x, 2));

    [Differentiable] public static double PowerOfTwo(double x) => Math.Pow(2, x);

    [Differentiable] public static double Distance(double x, double y) => double.Hypot(x, y);

    [Differentiable] public static double Larger(double x, double y) => (Math.Max(x, y) * y) + Math.Min(x, 2 * y);

    [Differentiable] public static double Farther(double x, double y) => (Math.MaxMagnitude(x, y) * 2) + Math.MinMagnitude(x, y);

    [Differentiable] public static double Bounded(double x) => Math.Clamp(x, -1, 1) * x;

    [Differentiable] public static double Between(double x, double low, [In(1, 3)] double width) => Math.Clamp(x, low, low + width);

    [Differentiable] public static double Mix(double a, double b, [In(0, 1)] double t) => double.Lerp(a, b, t);

    [Differentiable] public static double Fused(double a, double b, double c) => Math.FusedMultiplyAdd(a, b, c) * a;

    [Differentiable] public static double WithSign(double x, double y) => Math.CopySign(x, y) + (y * 0.5);

    [Differentiable] public static double Steps(double x) => (x - Math.Floor(x)) * (Math.Ceiling(x) + Math.Round(x) + Math.Truncate(x));

    [Differentiable] public static double Rest(double x, [In(0.6, 1.4)] double y) => (x % y) + Math.IEEERemainder(x, 2 * y);

    [Differentiable] public static double Scaled(double x, int n) => Math.ScaleB(x, n) * Math.Sign(x);

    [Differentiable]
    public static double SineAndCosine(double x)
    {
        (double sine, double cosine) = Math.SinCos(x);
        return sine * cosine * cosine;
    }

    [Differentiable] public static double Constants(double r) => (Math.PI * r * r) + (Math.E * r) - Math.Tau;
}
