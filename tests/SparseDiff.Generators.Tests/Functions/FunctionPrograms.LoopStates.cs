namespace SparseDiff.Generators.Tests.Functions;

/// <content>What goes from turn to turn of a loop.</content>
internal static partial class FunctionPrograms
{
    private static Dictionary<string, string> LoopStates => new()
    {
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
    };
}
