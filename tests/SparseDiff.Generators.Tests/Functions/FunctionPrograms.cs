namespace SparseDiff.Generators.Tests.Functions;

/// <summary>Scalar functions in all the ways C# lets one write them; every one is checked against differences.</summary>
internal static class FunctionPrograms
{
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["an expression"] = "float F(float x, float y) => x * y + MathF.Sin(x) / (2 + MathF.Cos(y));",
        ["one variable many times"] = "float F(float x) => x * x * x - 2 * x / (1 + x * x) - -x;",
        ["an argument that is assigned"] = """
            float F(float x, float y)
            {
                x = x * y;
                x += MathF.Sin(x);
                y *= x;
                x -= y * x;
                return x / (1 + y * y);
            }
            """,
        ["a variable that is overwritten and read before and after"] = """
            float F(float x)
            {
                float a = x * x;
                float b = MathF.Exp(0.1f * a);
                a = MathF.Sin(a) * b;
                b = a * a + b;
                a++;
                return a * b;
            }
            """,
        ["a swap"] = """
            float F(float x, float y)
            {
                float a = x * x, b = y;
                (a, b) = (b * a, a + b);
                (a, b) = (b, a);
                return a * b * b;
            }
            """,
        ["sine and cosine at once"] = """
            float F(float x)
            {
                var (s, c) = MathF.SinCos(x);
                return s * s * c;
            }
            """,
        ["a branch"] = """
            float F(float x, float y)
            {
                float r;
                if (x > y)
                    r = x * y;
                else if (x > 0)
                    r = MathF.Exp(x) - y;
                else
                    r = y * y * x;
                return r * r;
            }
            """,
        ["a branch that overwrites"] = """
            float F(float x, float y)
            {
                float a = x * y;
                float b = MathF.Sin(a);
                if (b > 0)
                {
                    a = a * b;
                    b = a * x;
                }
                return a * b;
            }
            """,
        ["early returns"] = """
            float F(float x, float y)
            {
                if (x < -1)
                    return y * x;
                float t = MathF.Exp(x * 0.5f);
                if (t > 1.5f)
                {
                    t = t * y;
                    if (y > 0)
                        return t * t;
                }
                return t + y * x;
            }
            """,
        ["a choice"] = "float F(float x, float y) => (x > 0 ? x * y : MathF.Sin(x)) * (y > x ? y : 2f) + (x > 1 && y > 0 ? 1 : x);",
        ["a choice in an argument"] = "float F(float x) => MathF.Exp(x > 0 ? -x : x) * x;",
        ["a switch statement"] = """
            float F(float x, int n)
            {
                float r = x;
                switch (n)
                {
                    case 0:
                        r = r * r;
                        break;
                    case 1 or 2:
                        r = MathF.Sin(r) * r;
                        break;
                    case 3:
                        return r * 4;
                    case > 4 when r > 0:
                    case 17:
                        r = r / 2;
                        break;
                    default:
                        r = MathF.Exp(r);
                        break;
                }
                return r * x;
            }
            """,
        ["a switch expression"] = """
            float F(float x, int n) => n switch
            {
                0 => x * x,
                1 => MathF.Sin(x),
                > 3 when x > 0 => x * n,
                _ => x / 3,
            } * x;
            """,
        ["a for loop"] = """
            float F(float x, int n)
            {
                float power = 1, sum = 0;
                for (int i = 0; i < n; i++)
                {
                    sum += power * (i + 1);
                    power *= x;
                }
                return sum * sum;
            }
            """,
        ["a loop that counts down in steps"] = """
            float F(float x, int n)
            {
                float y = x;
                for (int i = 9; i > n; i -= 2)
                    y = MathF.Sin(y) + x * i * 0.1f;
                return y;
            }
            """,
        ["a while loop"] = """
            float F(float x, float y)
            {
                float s = 1;
                int turns = 0;
                while (s < 4 && turns < 20)
                {
                    s = s * (1 + x * x) + y * 0.1f;
                    turns++;
                }
                return s * y * turns;
            }
            """,
        ["a do loop"] = """
            float F(float x)
            {
                float s = x;
                int k = 1;
                do
                {
                    float t = s * x;
                    s = MathF.Tanh(t + k);
                    k *= 2;
                }
                while (k < 9);
                return s * x;
            }
            """,
        ["break and continue"] = """
            float F(float x, float y, int n)
            {
                float s = 0;
                for (int i = 0; i < 10; i++)
                {
                    float t = x * i;
                    if (i % 3 == 1)
                        continue;
                    if (i > n)
                        break;
                    s += MathF.Sin(t) * y;
                    if (s > 2)
                    {
                        s = s * 0.5f;
                        if (i > 4)
                            break;
                        s += y;
                    }
                    y = y * 0.9f + s * 0.1f;
                }
                return s;
            }
            """,
        ["a return in a loop"] = """
            float F(float x, float y, int n)
            {
                float s = x;
                for (int i = 0; i < n; i++)
                {
                    s = s * y + 0.3f;
                    if (s > 1.5f)
                        return s * s * x;
                    y = y + 0.1f * s;
                }
                return s + y;
            }
            """,
        ["a return in a nested loop"] = """
            float F(float x, float y, int n)
            {
                float s = x;
                for (int i = 0; i < n; i++)
                {
                    for (int j = 0; j <= i; j++)
                    {
                        s = MathF.Sin(s) + y * j;
                        if (s > 1.9f)
                            return s * s;
                        if (s < -3)
                            break;
                    }
                    y *= 0.8f;
                }
                return s * y;
            }
            """,
        ["nested loops"] = """
            float F(float x, float y, int n)
            {
                float sum = 0;
                for (int i = 0; i < n; i++)
                {
                    float row = 1;
                    for (int j = 0; j < i; j++)
                    {
                        row = row * x + y * j;
                        sum += row * 0.1f;
                    }
                    y = MathF.Sin(y) + row * 0.01f;
                }
                return sum + y;
            }
            """,
        ["a loop after a loop"] = """
            float F(float x, int n)
            {
                float a = x;
                for (int i = 0; i < n; i++)
                    a = a * x + 1;
                float b = MathF.Cos(a);
                for (int i = 0; i < 3; i++)
                {
                    a = MathF.Sin(a) * b;
                    b = b * 0.5f + a;
                }
                return a * b;
            }
            """,
        ["a branch in a loop with state"] = """
            float F(float x, float y, int n)
            {
                float a = x, b = y;
                for (int i = 0; i < n; i++)
                {
                    if (a > b)
                        a = a - b * 0.5f;
                    else
                        b = b - a * a * 0.25f;
                    if (i == 2)
                        (a, b) = (b, a);
                }
                return a * b;
            }
            """,
        ["a loop in a branch"] = """
            float F(float x, float y, int n)
            {
                float a = x;
                if (y > 0)
                {
                    float b = y;
                    for (int i = 0; i < n; i++)
                        b = MathF.Sin(b) * a;
                    a = a + b;
                }
                else
                {
                    a = a * y;
                }
                return a * a;
            }
            """,
        ["a loop that nothing passes"] = """
            float F(float x, int n)
            {
                int bits = 0;
                for (int i = n; i > 0; i /= 2)
                    bits += i % 2;
                return x * bits + MathF.Floor(x) * x;
            }
            """,
        ["a loop over a number"] = """
            float F(float x, float y)
            {
                float s = 0;
                for (float t = 0.1f; t < 1; t += 0.25f + 0.01f * y * y)
                    s += t * MathF.Sin(x * t);
                return s;
            }
            """,
        ["a loop over a number that breaks off"] = """
            float F(float x, float y)
            {
                float s = 0;
                for (float t = 0.1f; t < 3; t += 0.25f + 0.01f * y * y)
                {
                    if (s > 0.4f)
                        break;
                    s += t * MathF.Sin(x * t) + 0.1f;
                }
                return s * y;
            }
            """,
        ["an accumulator that is read"] = """
            float F(float x, int n)
            {
                float s = x;
                for (int i = 0; i < n; i++)
                {
                    s += s * x * 0.2f;
                    s -= MathF.Sin(s);
                }
                return s;
            }
            """,
        ["a counter that others change"] = """
            float F(float x, int n)
            {
                float s = x;
                for (int i = 0; i < n; i++)
                {
                    s = s * (1 + 0.1f * i);
                    if (s > 2)
                        i += 2;
                }
                return s;
            }
            """,
        ["integers and truth values"] = """
            float F(float x, int n, bool up)
            {
                int k = n * 2 + 1;
                k += up ? 1 : -1;
                k--;
                long big = k;
                float scale = k / 2 + 0.5f;
                return up ? x * scale : x * x * big;
            }
            """,
        ["number types mixed"] = """
            float F(float x, double y)
            {
                double wide = x * y;
                float narrow = (float)wide;
                wide += narrow;
                return (float)(Math.Sin(narrow) * wide) + x / 2;
            }
            """,
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
        ["constants"] = """
            float F(float x)
            {
                const float half = 0.5f;
                return MathF.PI * x * half + MathF.E * x * x - MathF.Tau;
            }
            """,
        ["a remainder"] = "float F(float x, float y) => x * 3 % (MathF.Abs(y) + 0.3f) * y;",
        ["a throw"] = """
            float F(float x, int n)
            {
                if (n < -5)
                    throw new ArgumentOutOfRangeException(nameof(n));
                for (int i = 0; i < n; i++)
                {
                    if (i > 100)
                        throw new InvalidOperationException("too far");
                    x = x * 0.5f + 1 / (1 + x * x);
                }
                return x;
            }
            """,
        ["names that generated code likes"] = """
            float F(float result, float dResult, int turns1)
            {
                float dX = result * dResult;
                float product1 = dX * dX;
                float sin1 = MathF.Sin(product1) * dX;
                for (int branch1 = 0; branch1 < turns1; branch1++)
                    sin1 = MathF.Sin(sin1 * product1) + 0.1f * branch1;
                float floatTape = sin1 * result;
                return floatTape;
            }
            """,
        ["two variables of one name"] = """
            float F(float x, int n)
            {
                float s = 0;
                if (n > 1)
                {
                    float t = x * x;
                    s += t * t;
                }
                else
                {
                    double t = x * 2.0;
                    s += (float)(t * t * t);
                }
                for (int i = 0; i < n; i++) { float u = x * i; s += u * u; }
                for (int i = 0; i < n; i++) { float u = s * 0.1f; s += MathF.Sin(u); }
                return s;
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
