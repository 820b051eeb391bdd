namespace SparseDiff.Generators.Tests.Functions;

/// <content>Branches, choices and switches.</content>
internal static partial class FunctionPrograms
{
    private static Dictionary<string, string> Branches => new()
    {
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
        ["a result whose derivative reads it, in branches"] = """
            float F(float x, int n) => n switch
            {
                0 => MathF.Exp(-x * x),
                1 => 1 / (1 + (x * x)),
                _ => x,
            };
            """,
        ["a variable whose derivative reads it, in branches"] = """
            float F(float x, float y)
            {
                float r;
                if (x > y)
                    r = MathF.Exp(x * y);
                else if (x > 0)
                    r = MathF.Tanh(x - y);
                else
                    return MathF.Sqrt(1 + x * x);
                return r * x;
            }
            """,
    };
}
