namespace SparseDiff.Generators.Tests.Functions;

/// <content>Arrays, calls, and every rule of a mathematical function.</content>
internal static partial class FunctionPrograms
{
    private static Dictionary<string, string> Rules => new()
    {
        ["an array"] = """
            float F(float[] xs, float y)
            {
                float s = 0;
                for (int i = 1; i < xs.Length; i++)
                    s += xs[i] * xs[i - 1] * y;
                return s / xs.Length;
            }
            """,
        ["a foreach"] = """
            float F(ReadOnlySpan<float> xs, [NoGradient] float shift)
            {
                float s = 0, t = 1;
                foreach (float x in xs)
                {
                    if (x < -1)
                        continue;
                    t = t * (x + shift);
                    s += MathF.Tanh(t);
                }
                return s * t;
            }
            """,
        ["calls of other functions"] = """
            float F(float x, float y, int n)
            {
                float a = G(x * y, 2) + G(y: x, n: n);
                for (int i = 0; i < n; i++)
                    a = G(a, i) * 0.5f + Other.H(x, a);
                if (a > 0)
                    a = Other.H(G(a, 1), y);
                return a;
            }
            [Differentiable] public static float G(float y, int n) => MathF.Sin(y) * n + y;
            }
            public static partial class Other
            {
                [Differentiable] public static float H(float a, float b) => a * MathF.Tanh(b);
            """,
        ["every rule of one argument"] = """
            float F(float x)
            {
                float p = MathF.Abs(x) + 0.1f, u = MathF.Tanh(x) * 0.9f;
                float s = MathF.Sqrt(p) + MathF.Cbrt(p) + MathF.Exp(x) + MathF.Log(p) + MathF.Log2(p) + MathF.Log10(p) + MathF.Log(p, 3);
                s += MathF.Sin(x) + MathF.Cos(x) + MathF.Tan(u) + MathF.Asin(u) + MathF.Acos(u) + MathF.Atan(x);
                s += MathF.Sinh(u) + MathF.Cosh(u) + MathF.Tanh(u) + MathF.Asinh(x) + MathF.Acosh(1 + p) + MathF.Atanh(u);
                s += float.Exp2(u) + float.Exp10(u) + float.ExpM1(x) + float.LogP1(p) + MathF.BitIncrement(x) - MathF.BitDecrement(x * x);
                return s + MathF.Floor(x) * x + MathF.Ceiling(x) * x + MathF.Round(x) * x + MathF.Truncate(x) * x + MathF.Sign(x) * x + MathF.ScaleB(x, 3);
            }
            """,
        ["every rule of two arguments"] = """
            float F(float x, float y)
            {
                float p = MathF.Abs(x) + 0.1f;
                float s = MathF.Pow(p, y) + MathF.Pow(x, 3) + MathF.Pow(2, y) + MathF.Pow(x, 0) + MathF.Atan2(x, y) + MathF.Log(p, MathF.Abs(y) + 1.3f);
                s += MathF.Max(x, y) * y + MathF.Min(x, y) * x + MathF.MaxMagnitude(x, y) * x + MathF.MinMagnitude(x, y) * y;
                s += MathF.CopySign(x, y) * y + MathF.IEEERemainder(x * 3, p + 1) + float.Hypot(x, y) + MathF.Round(x, 1) * y;
                return s;
            }
            """,
        ["every rule of three arguments"] =
            "float F(float x, float y, float z) => Math.Clamp(x, -MathF.Abs(y), MathF.Abs(y)) * z + MathF.FusedMultiplyAdd(x, y, z) * z + float.Lerp(x, y, z);",
    };
}
