using System.Reflection;
using ILGPU.Frontend;
using ILGPU.Frontend.Intrinsic;
using SparseDiff.Kernels;

namespace SparseDiff.Gpu;

/// <summary>
/// What <see cref="MathF"/> is in GPU code: functions of numbers that a model maps over tensors call it, and ILGPU would make coarse
/// approximations or unresolved externals of most. Each method takes the place of that of its name.
/// </summary>
internal static class GpuMath
{
    private static readonly Lock Gate = new();
    private static bool isRegistered;

    /// <summary>Tells ILGPU; once is enough for all contexts.</summary>
    public static void Register()
    {
        lock (Gate)
        {
            if (isRegistered)
                return;
            isRegistered = true;
            foreach (MethodInfo own in typeof(GpuMath).GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly))
            {
                Type[] parameters = [.. own.GetParameters().Select(static parameter => parameter.ParameterType)];
                foreach (Type container in new[] { typeof(MathF), typeof(Math), typeof(float) })
                {
                    if (container.GetMethod(own.Name, BindingFlags.Static | BindingFlags.Public, parameters) is { } replaced && replaced.ReturnType == own.ReturnType)
                        RemappedIntrinsics.AddRemapping(replaced, (ref InvocationContext call) => call.Method = own);
                }
            }
        }
    }

    public static float Exp(float x) => FloatLane.Exp(new FloatLane(x)).Value;

    public static float Exp2(float x) => Exp(x * 0.693147181f);

    public static float Exp10(float x) => Exp(x * 2.30258509f);

    public static float ExpM1(float x)
    {
        // Kahan's: what the rounding of e^x loses, its logarithm has lost too.
        float power = Exp(x);
        if (power == 1f)
            return x;
        float difference = power - 1f;
        return difference == -1f || float.IsInfinity(power) ? difference : difference * x / Log(power);
    }

    public static float Log(float x) => FloatLane.Log(new FloatLane(x)).Value;

    public static float Log2(float x) => Log(x) * 1.44269504f;

    public static float Log10(float x) => Log(x) * 0.434294482f;

    public static float LogP1(float x)
    {
        float sum = 1f + x;
        return sum == 1f || float.IsInfinity(sum) ? x : Log(sum) * x / (sum - 1f);
    }

    public static float Sin(float x) => FloatLane.Sin(new FloatLane(x)).Value;

    public static float Cos(float x) => FloatLane.Cos(new FloatLane(x)).Value;

    public static float Tan(float x) => Sin(x) / Cos(x);

    public static float Tanh(float x) => FloatLane.Tanh(new FloatLane(x)).Value;

    public static float Sinh(float x) => LaneFunctions.Sinh(new FloatLane(x)).Value;

    public static float Cosh(float x) => LaneFunctions.Cosh(new FloatLane(x)).Value;

    public static float Cbrt(float x) => LaneFunctions.Cbrt(new FloatLane(x)).Value;

    public static float Pow(float x, float y) => Lanes.Pow.Apply(new FloatLane(x), new FloatLane(y)).Value;

    /// <summary>Cephes' atanf: two reductions of the range, a polynomial in x².</summary>
    public static float Atan(float x)
    {
        float magnitude = MathF.Abs(x);
        float start = 0f;
        if (magnitude > 2.414213562373095f)
            (start, magnitude) = (1.5707963267948966f, -1f / magnitude);
        else if (magnitude > 0.4142135623730950f)
            (start, magnitude) = (0.7853981633974483f, (magnitude - 1f) / (magnitude + 1f));
        float z = magnitude * magnitude;
        float y = start + ((((((8.05374449538e-2f * z) - 1.38776856032e-1f) * z) + 1.99777106478e-1f) * z - 3.33329491539e-1f) * z * magnitude) + magnitude;
        return x < 0f ? -y : y;
    }

    public static float Atan2(float y, float x)
    {
        if (x > 0f || float.IsNaN(x) || float.IsNaN(y))
            return Atan(y / x);
        if (x < 0f)
            return Atan(y / x) + (y < 0f ? -3.14159265f : 3.14159265f);
        return y > 0f ? 1.57079633f : y < 0f ? -1.57079633f : 0f;
    }

    public static float Asin(float x) => Atan2(x, MathF.Sqrt((1f - x) * (1f + x)));

    public static float Acos(float x) => 2f * Atan2(MathF.Sqrt(1f - x), MathF.Sqrt(1f + x));

    public static float Asinh(float x)
    {
        float magnitude = MathF.Abs(x);
        float y = magnitude > 1e4f ? Log(magnitude) + 0.693147181f : LogP1(magnitude + (magnitude * magnitude / (1f + MathF.Sqrt((magnitude * magnitude) + 1f))));
        return x < 0f ? -y : y;
    }

    public static float Acosh(float x) => x > 1e4f ? Log(x) + 0.693147181f : LogP1((x - 1f) + MathF.Sqrt((x - 1f) * (x + 1f)));

    public static float Atanh(float x) => 0.5f * LogP1(2f * x / (1f - x));

    public static float Hypot(float x, float y)
    {
        float most = Max(MathF.Abs(x), MathF.Abs(y));
        float least = Min(MathF.Abs(x), MathF.Abs(y));
        if (most == 0f || float.IsInfinity(most))
            return most;
        float ratio = least / most;
        return most * MathF.Sqrt(1f + (ratio * ratio));
    }

    public static float Max(float x, float y) => FloatLane.Max(new FloatLane(x), new FloatLane(y)).Value;

    public static float Min(float x, float y) => FloatLane.Min(new FloatLane(x), new FloatLane(y)).Value;

    public static float Clamp(float value, float min, float max) => value < min ? min : value > max ? max : value;

    public static float FusedMultiplyAdd(float x, float y, float z) => (x * y) + z;

    public static float CopySign(float x, float y) =>
        BitConverter.Int32BitsToSingle((BitConverter.SingleToInt32Bits(x) & 0x7FFFFFFF) | (BitConverter.SingleToInt32Bits(y) & int.MinValue));

    public static float Ceiling(float x) => -MathF.Floor(-x);

    public static float Truncate(float x) => x < 0f ? -MathF.Floor(-x) : MathF.Floor(x);

    /// <summary>Halves go to the even neighbour.</summary>
    public static float Round(float x)
    {
        float below = MathF.Floor(x);
        float rest = x - below;
        bool isOdd = MathF.Floor(below * 0.5f) * 2f != below;
        return rest > 0.5f || (rest == 0.5f && isOdd) ? below + 1f : below;
    }

    public static int Sign(float x) => x > 0f ? 1 : x < 0f ? -1 : 0;
}
