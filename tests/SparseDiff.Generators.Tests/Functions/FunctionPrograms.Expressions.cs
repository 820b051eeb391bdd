namespace SparseDiff.Generators.Tests.Functions;

/// <content>Expressions, assignments and the numbers they are of.</content>
internal static partial class FunctionPrograms
{
    private static Dictionary<string, string> Expressions => new()
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
        ["overflows that are wanted"] = """
            float F(float x, int n)
            {
                int h = unchecked((int)0xFFFFFFFFu);
                float r = x;
                unchecked
                {
                    h = h + int.MaxValue + n;
                    h *= 31;
                    for (int i = (int)0xFFFFFFFEu; i < 2; i++)
                        r = MathF.Sin(r) * ((byte)(h + i) / 128f);
                }

                return r * unchecked(h + int.MaxValue > 0 ? 2 : 3);
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
        ["constants"] = """
            float F(float x)
            {
                const float half = 0.5f;
                return MathF.PI * x * half + MathF.E * x * x - MathF.Tau;
            }
            """,
        ["a remainder"] = "float F(float x, float y) => x * 3 % (MathF.Abs(y) + 0.3f) * y;",
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
    };
}
