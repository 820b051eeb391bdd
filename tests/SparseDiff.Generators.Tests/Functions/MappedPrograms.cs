namespace SparseDiff.Generators.Tests.Functions;

/// <summary>
/// Functions <c>F</c> of one or two numbers as users map them over tensors: members of a class, in which <c>F</c> may have a lambda as its twin,
/// <c>Mapped</c>. All but those of the second table run entry by entry.
/// </summary>
internal static class MappedPrograms
{
    public static IReadOnlyDictionary<string, string> EntryByEntry { get; } = new Dictionary<string, string>
    {
        ["a loop until it converges"] = """
            [Differentiable] public static float F(float x)
            {
                float y = 1 + x * x, root = y;
                while (MathF.Abs(root * root - y) > 1e-5f * y)
                    root = 0.5f * (root + y / root);
                return root;
            }
            """,
        ["overloads in a loop"] = """
            [Differentiable] public static float Bend(float x) { while (x > 2) x *= 0.5f; return x; }
            [Differentiable] public static float Bend(float x, float y) { while (x > 3) x *= 0.5f; return x * y; }
            [Differentiable] public static float F(float x, float y) => Bend(x) + Bend(x, y);
            """,
        ["a loop that returns"] = """
            [Differentiable] public static float F(float x, float y)
            {
                for (int i = 0; ; i++)
                {
                    x = x * 0.5f + y;
                    if (x > 3 || i > 8)
                        return x * i;
                    y *= 1.5f;
                }
            }
            """,
        ["a do loop with continue"] = """
            [Differentiable] public static float F(float x)
            {
                float sum = 0;
                int n = 0;
                do
                {
                    n++;
                    if (n % 2 == 0)
                        continue;
                    sum += MathF.Sin(x * n) / n;
                }
                while (n < 9 && sum < 2);
                return sum * x;
            }
            """,
        ["double precision inside"] = "[Differentiable] public static float F(float x, float y) { double sum = Math.Exp(x); for (int k = 1; k < 4; k++) sum += y / k; return (float)(sum * x); }",
        ["a call of a function of doubles"] = """
            [Differentiable] public static double Half(double x) => x > 0 ? Math.Sqrt(x) / 2 : x * x;
            [Differentiable] public static float F(float x) => x * (float)Half(x + 1.5f);
            """,
        ["a call of a function with an integer"] = """
            [Differentiable] public static double Power(double x, int n) { double p = 1; for (int i = 0; i < n; i++) p *= x; return p; }
            [Differentiable] public static float F(float x) => (float)Power(x, 3) - x;
            """,
        ["a call of a function with a loop"] = """
            [Differentiable] public static float Halved(float x) { while (x > 0.4f) x /= 2; return x * x; }
            [Differentiable] public static float F(float x, float y) => y > 0 ? Halved(x) * y : Halved(x * y);
            """,
        ["a call of a function over registers"] = """
            [Differentiable] public static float Swish(float x) => x * MathF.Tanh(x);
            [Differentiable] public static float F(float x, float y) => MathF.Atan(Swish(x) * y) + Swish(y);
            """,
        ["functions that registers lack"] = "[Differentiable] public static float F(float x, float y) => MathF.Atan2(x, 2 + y) + MathF.Asin(x / 3) * MathF.Acosh(2 + y * y) + float.Hypot(x, y);",
        ["whole numbers"] = "[Differentiable] public static float F(float x) { int n = (int)(x * 3) + 2; return x * n + n % 2; }",
        ["a check"] = "[Differentiable] public static float F(float x) { if (float.IsNaN(x)) throw new ArgumentException(nameof(x)); return x * x; }",
        ["an exception with a text"] = "[Differentiable] public static float F(float x) { if (x < -9) throw new ArgumentException($\"x is {x}, {x.ToString()}\"); return x * x; }",
        ["a constant array"] = """
            private static readonly float[] Table = [0.5f, -1.5f, 2f];
            [Differentiable] public static float F(float x) { float sum = 0; for (int i = Table.Length - 1; i >= 0; i--) sum = sum * x + Table[i]; return sum; }
            """,
        ["a local array"] = "[Differentiable] public static float F(float x) { float[] table = [0.5f, -1.5f, 2f]; float sum = 0; foreach (float t in table) sum = sum * x + t; return sum; }",
        ["a static member"] = "public static float Scale = 1.5f; [Differentiable] public static float F(float x) => x * x * Scale;",
        ["a switch on whole numbers"] = """
            [Differentiable] public static float F(float x)
            {
                switch ((int)MathF.Floor(x))
                {
                    case 0: return x * x;
                    case -1: return x * 2;
                    default: return 1 / x;
                }
            }
            """,
        ["a pattern of a computed number"] = "[Differentiable] public static float F(float x) => (x * 2) switch { > 1 => x * x, < 0 and > -1 => -x, _ => x / 2 };",
        ["names that generated code uses"] = """
            [Differentiable] public static float Apply(float V, float dY) { while (V > 0.5f) V *= 0.75f; return V * dY; }
            [Differentiable] public static float Single(float entry, float Double) => Apply(entry, Double) * entry;
            [Differentiable] public static float F(float Single, float Value) => M.Single(Single, Value) + Apply(Value, Single);
            """,
        ["a lambda with a loop"] = """
            [Differentiable] public static float F(float x, float y) { float s = x; while (s < 4) s = s * 1.5f + 1 + y * y; return s * y; }
            [Differentiable] public static Tensor Mapped(Tensor x, Tensor y) => Map(x, y, (a, b) => { float s = a; while (s < 4) s = s * 1.5f + 1 + b * b; return s * b; });
            """,
        ["a lambda with a number from around it"] = """
            [Differentiable] public static float F(float x) => MathF.Atan(x * 0.75f) * 0.75f;
            [Differentiable] public static Tensor Mapped(Tensor x) { float width = 0.75f; return Map(x, v => MathF.Atan(v * width) * width); }
            """,
        ["a lambda with a static member"] = """
            public static float Scale = 1.5f;
            [Differentiable] public static float F(float x) => x * x * Scale;
            [Differentiable] public static Tensor Mapped(Tensor x) => Map(x, v => v * v * Scale);
            """,
        ["a lambda that calls a function with a loop"] = """
            [Differentiable] public static float Halved(float x) { while (x > 0.4f) x /= 2; return x * x; }
            [Differentiable] public static float F(float x) => 3 * Halved(x) - x;
            [Differentiable] public static Tensor Mapped(Tensor x) => Map(x, v => 3 * Halved(v) - v);
            """,
        ["fused and mapped twice"] = """
            [Differentiable] public static float Halved(float x) { while (x > 0.4f) x /= 2; return x * x; }
            [Differentiable] public static float F(float x, float y) => Halved(x * y) * y + Halved(Halved(x));
            [Differentiable] public static Tensor Mapped(Tensor x, Tensor y) => Map(x * y, Halved) * y + Map(Map(x, Halved), Halved);
            """,
    };

    public static IReadOnlyDictionary<string, string> OverRegisters { get; } = new Dictionary<string, string>
    {
        ["patterns"] = "[Differentiable] public static float F(float x, float y) => x is > 0 and < 1 or < -0.5f ? x * y : y is not > 0 ? x * x : y;",
        ["a switch expression over a number"] = "[Differentiable] public static float F(float x) => x switch { > 1 => x * x, < 0 and > -1 => -x, _ when x * x > 0.5f => x / 2, _ => MathF.Exp(x) };",
        ["a switch over a number"] = """
            [Differentiable] public static float F(float x)
            {
                switch (x)
                {
                    case > 1: return x * x;
                    case 0.5f or < -0.9f: return -x;
                    default: return MathF.Tanh(x);
                }
            }
            """,
        ["overloads"] = """
            [Differentiable] public static float Bend(float x) => x * x;
            [Differentiable] public static float Bend(float x, float y) => x + (y * x);
            [Differentiable] public static float F(float x, float y) => Bend(x) * Bend(x, y);
            """,
        ["a named argument and a default"] = """
            [Differentiable] public static float Bent(float x, float width) => x / (width + MathF.Abs(x));
            [Differentiable] public static float F(float x, float y) => Bent(width: 1 + y * y, x: x) * MathF.PI;
            """,
    };

    /// <summary>The program around the members.</summary>
    public static string Program(string members)
    {
        string mapped = members.Contains(" Mapped(", StringComparison.Ordinal) ? string.Empty
            : System.Text.RegularExpressions.Regex.IsMatch(members, @"float F\(float \w+\)") ? "[Differentiable] public static Tensor Mapped(Tensor x) => Map(x, F);"
            : "[Differentiable] public static Tensor Mapped(Tensor x, Tensor y) => Map(x, y, F);";
        return $$"""
            using System;
            using SparseDiff;
            using static SparseDiff.Ops;

            public static partial class M
            {
                {{members}}
                {{mapped}}
            }
            """;
    }
}
