namespace SparseDiff.Generators.Tests.Functions;

/// <content>Loops, and what leaves them.</content>
internal static partial class FunctionPrograms
{
    private static Dictionary<string, string> Loops => new()
    {
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
        ["loops between constants"] = """
            float F(float x, float y)
            {
                float sum = 0;
                for (int i = 0; i < 3; i++)
                {
                    float row = x;
                    for (int j = 5; j > 0; j -= 2)
                    {
                        row = MathF.Sin(row) + y * j * 0.1f;
                        if (row > 1.2f)
                            break;
                        x = x * 0.9f + row * i * 0.1f;
                    }
                    for (int k = 0; k < 4; k++)
                        y = y * 0.7f + MathF.Cos(row * y);
                    sum += row * y;
                }
                return sum * x;
            }
            """,
        ["a loop of more than the tape's first memory"] = """
            float F(float x, float y)
            {
                float s = x;
                for (int i = 0; i < 100; i++)
                    s = 0.9f * s + 0.1f * MathF.Sin(s * y);
                return s;
            }
            """,
        ["a loop that may have no turn, inside a loop"] = """
            float F(float x, float y, int n)
            {
                int most = n - 2;
                for (int i = 0; i < 3; i++)
                {
                    int end = most - i;
                    for (int j = 0; j < end; j++)
                        x = MathF.Sin(x) * y + j * 0.1f;
                    for (int j = 0; j < most; j++)
                        y += x * 0.1f;
                    y *= x;
                }
                return x + y;
            }
            """,
        ["a loop whose end moves"] = """
            float F(float x, int n)
            {
                float s = x;
                for (int i = 0; i < n; i++)
                {
                    s = MathF.Sin(s) + x;
                    if (i == 1)
                        n--;
                }
                return s;
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
    };
}
